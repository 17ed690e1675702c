// From a forward decision to a target: the group, the target in it, the headers, and the protocol the group speaks.
import type { Clock } from '../../clock.ts';
import type { Exchange } from '../front/exchange.ts';
import type { IdleWatch } from '../front/idle-watch.ts';
import type { TargetGroupView } from '../load-balancer-source.ts';
import { errorPage } from '../routing/answer.ts';
import { chooseTarget, seenFrom } from '../routing/choose-target.ts';
import { chooseTargetGroup, weightedGroups } from '../routing/choose-target-group.ts';
import type { Routing } from '../routing/decide.ts';
import { headerValue, isGrpc, type HeaderLines, type ReceivedRequest } from '../routing/received-request.ts';
import { applyListenerHeaders } from '../routing/response-headers.ts';
import { isSticky, responseCookies, stuckGroup, stuckTarget, type ChosenTarget } from '../routing/stick.ts';
import type { CookieSeal } from '../routing/sticky-cookie.ts';
import { targetHeaders } from '../routing/target-headers.ts';
import type { Random } from '../../random.ts';
import { forwardToFunction, type FunctionPassage } from './forward-function.ts';
import type { Http1Connections } from './forward-http1.ts';
import type { Http2Connections } from './forward-http2.ts';
import type { FunctionPort } from './function-port.ts';
import type { Passage } from './passage.ts';
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
  /** Runs functions that are targets; without it they fail. */
  readonly functions?: FunctionPort;
}

type Forward = Extract<Routing, { kind: 'forward' }>;

/** Headers that come of an authentication: some for the target, some for the client. */
export interface UserHeaders {
  readonly userHeaders: HeaderLines;
  readonly responseHeaders: HeaderLines;
}

/** Sends the request to a target, or answers 503 (no target), 464 (protocol mismatch) or 502 as an ALB would. */
export function forwardRequest(
  exchange: Exchange,
  decision: Forward,
  context: ForwardContext,
  user?: UserHeaders,
): void {
  const chosen = choose(exchange.request, decision, context);
  if (typeof chosen === 'number') return exchange.answer(errorPage(chosen));
  const { group, target } = chosen;
  const { loadBalancer, listener } = exchange.compiled;
  const passing = {
    exchange,
    target: decision.address.target,
    headers: targetHeaders(exchange.request, {
      loadBalancer,
      listener,
      host: decision.address.host,
      hostRewritten: decision.hostRewritten,
      traceId: traceId(context),
      ...(user && { userHeaders: user.userHeaders }),
    }),
    idleMs: Number(loadBalancer.attributes['idle_timeout.timeout_seconds'] ?? '60') * 1000,
    reusable: !endsConnections(exchange),
    now: context.clock.now,
    finishHeaders: (headers: HeaderLines) =>
      applyListenerHeaders(
        [...headers, ...setCookies(headers, chosen, context), ...(user?.responseHeaders ?? [])],
        listener,
      ),
  };
  noteTarget(passing, chosen);
  if (group.targetType === 'lambda') return forwardToFunction(functionPassage(passing, chosen), context.functions);
  const { address, port } = target;
  const watched = group.attributes['load_balancing.algorithm.anomaly_mitigation'] === 'on';
  const passage = {
    ...passing,
    ...(watched && { judged: judge(chosen, context) }),
    endpoint: { address: context.locate(address), port, tls: group.protocol === 'HTTPS' },
  };
  const connections = group.protocolVersion === 'HTTP1' ? context.http1 : context.http2;
  const life = connections.forward(passage);
  life.onEnd(context.traffic.enter(group, target, () => life.fail(502)));
}

const judge =
  ({ group, target }: ChosenTarget, { traffic, clock }: ForwardContext) =>
  (failed: boolean) =>
    traffic.noteOutcome(group, target, { failed, at: clock.now() });

type Passing = Omit<Passage, 'endpoint'>;

const functionPassage = (passing: Passing, { group, target }: ChosenTarget): FunctionPassage => ({
  ...passing,
  functionArn: target.id,
  targetGroupArn: group.arn,
  multiValue: group.attributes['lambda.multi_value_headers.enabled'] === 'true',
});

function noteTarget({ exchange: { journal }, headers }: Passing, { group, target }: ChosenTarget): void {
  if (!journal) return;
  journal.targetGroupArn = group.arn;
  journal.traceId = headers[headers.indexOf('X-Amzn-Trace-Id') + 1] ?? '-';
  if (group.targetType !== 'lambda') journal.target = { address: target.address, port: target.port };
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
  const whole = weighted && context.targetGroup(weighted.arn);
  if (!whole) return 503;
  const group = seenFrom(whole, request.nodeZone);
  const target =
    stuckTarget({ action, group }, cookies, stick) ??
    chooseTarget(group, context.traffic, { random: context.random, now });
  if (!target) return 503;
  if (!speaks(group, request)) return 464;
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
  const digits = () => hexOf(Math.floor(random.next() * 2 ** 32));
  return `1-${hexOf(seconds)}-${digits()}${digits()}${digits()}`;
}

/** Eight hexadecimal digits. */
const hexOf = (value: number) => value.toString(16).padStart(8, '0');

/** User guide, "Desync mitigation mode": an ambiguous request is the last one on its connection to the target. */
const endsConnections = ({ request, compiled }: Exchange) =>
  request.desync.tier === 'Ambiguous' &&
  compiled.loadBalancer.attributes['routing.http.desync_mitigation_mode'] !== 'monitor';

function setCookies(headers: HeaderLines, chosen: ChosenTarget, context: ForwardContext): readonly string[] {
  if (!isSticky(chosen)) return [];
  const setByTarget = headers.filter(
    (_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'set-cookie',
  );
  const cookies = responseCookies(chosen, setByTarget, { seal: context.seal, now: context.clock.now() });
  return cookies.flatMap((cookie) => ['Set-Cookie', cookie]);
}
