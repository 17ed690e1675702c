// From a forward decision to a target: the group, the target in it, the headers, and the protocol the group speaks.
import type { Clock } from '../../clock.ts';
import type { Exchange } from '../front/exchange.ts';
import type { IdleWatch } from '../front/idle-watch.ts';
import type { TargetGroupView } from '../load-balancer-source.ts';
import { errorPage } from '../routing/answer.ts';
import { chooseTarget } from '../routing/choose-target.ts';
import { chooseTargetGroup, weightedGroups } from '../routing/choose-target-group.ts';
import type { Decision } from '../routing/decide.ts';
import { headerValue, isGrpc, type HeaderLines, type ReceivedRequest } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import { responseCookies, stuckGroup, stuckTarget, type ChosenTarget } from '../routing/stick.ts';
import type { CookieSeal } from '../routing/sticky-cookie.ts';
import { targetHeaders } from '../routing/target-headers.ts';
import type { Random } from '../../random.ts';
import type { Http1Connections } from './forward-http1.ts';
import type { Http2Connections } from './forward-http2.ts';
import type { Traffic } from './traffic.ts';

export interface ForwardContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly seal: CookieSeal;
  /** Where a VPC address lives on this machine. */
  locate(address: string): string;
  readonly idle: IdleWatch;
  readonly traffic: Traffic;
  readonly http1: Http1Connections;
  readonly http2: Http2Connections;
  targetGroup(arn: string): TargetGroupView | undefined;
}

type Forward = Extract<Decision, { kind: 'forward' }>;

/** Sends the request to a target, or answers 503 (no target), 464 (protocol mismatch) or 502 as an ALB would. */
export function forwardRequest(exchange: Exchange, decision: Forward, context: ForwardContext): void {
  const chosen = choose(exchange.request, decision, context);
  if (typeof chosen === 'number') return exchange.answer(errorPage(chosen));
  const { group, target } = chosen;
  const { loadBalancer, listener } = exchange.compiled;
  const passage = {
    exchange,
    endpoint: {
      address: context.locate(target.address),
      port: target.port,
      tls: group.protocol === 'HTTPS',
    },
    target: decision.address.target,
    headers: targetHeaders(exchange.request, {
      loadBalancer,
      listener,
      host: decision.address.host,
      hostRewritten: decision.hostRewritten,
      traceId: traceId(context),
    }),
    idle: context.idle,
    idleMs: Number(loadBalancer.attributes['idle_timeout.timeout_seconds'] ?? '60') * 1000,
    finishHeaders: (headers: HeaderLines) =>
      applyListenerHeaders([...headers, ...setCookies(headers, chosen, context)], listener),
  };
  const connections = group.protocolVersion === 'HTTP1' ? context.http1 : context.http2;
  const life = connections.forward(passage);
  life.onEnd(context.traffic.enter(group, target, () => life.fail(502)));
}

function choose(request: ReceivedRequest, decision: Forward, context: ForwardContext): ChosenTarget | number {
  const { action, ruleArn } = decision;
  const now = context.clock.now();
  const stick = { seal: context.seal, now };
  const cookies = headerValue(request, 'cookie');
  const weighted = chooseTargetGroup(
    weightedGroups(action),
    context.random,
    stuckGroup(action, ruleArn, cookies, stick),
  );
  const group = weighted && context.targetGroup(weighted.arn);
  if (!group) return 503;
  const target =
    stuckTarget(group, cookies, stick) ?? chooseTarget(group, context.traffic, { random: context.random, now });
  if (!target) return 503;
  if (!speaks(group, request)) return 464;
  // Functions and load balancers as targets are not emulated: the request fails as it does for a function that errs.
  if (group.targetType === 'lambda' || group.targetType === 'alb') return 502;
  return { ruleArn, action, group, target };
}

/** Whether the group's protocol version can serve the request (user guide, "Target group protocol version"). */
function speaks(group: TargetGroupView, request: ReceivedRequest): boolean {
  if (group.protocolVersion === 'HTTP1') return !isGrpc(request);
  if (request.httpVersion !== '2.0') return false;
  return group.protocolVersion === 'HTTP2' || request.facts.method === 'POST';
}

function traceId({ clock, random }: ForwardContext): string {
  const seconds = Math.floor(clock.now() / 1000);
  return `1-${seconds.toString(16).padStart(8, '0')}-${random.hex(24)}`;
}

function setCookies(headers: HeaderLines, chosen: ChosenTarget, context: ForwardContext): readonly string[] {
  const setByTarget = headers.filter(
    (_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'set-cookie',
  );
  const cookies = responseCookies(chosen, setByTarget, { seal: context.seal, now: context.clock.now() });
  return cookies.flatMap((cookie) => ['Set-Cookie', cookie]);
}
