// What the load balancer does with a request, decided without touching a socket: answer it itself, or forward it to one
// of some target groups with a (possibly rewritten) address, after authentication where a rule asks for it.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import { loginResponsePath } from '../authenticate/login.ts';
import type { AccessJournal } from '../logs/access-journal.ts';
import { errorPage, fixedAnswer, redirectAnswer, type Answer } from './answer.ts';
import type { CompiledListener, CompiledRule } from './compile-listener.ts';
import type { ReceivedRequest } from './received-request.ts';
import { redirectLocation } from './redirect-location.ts';
import type { RequestAddress } from './rewrite-request.ts';
import { screenRequest } from './screen-request.ts';

export type Routing =
  | {
      readonly kind: 'answer';
      readonly answer: Answer;
      /** The action that answers; absent where the load balancer refuses. */
      readonly action?: 'fixed-response' | 'redirect';
    }
  | {
      readonly kind: 'forward';
      readonly ruleArn: string;
      readonly action: ActionShape;
      readonly address: RequestAddress;
      /** Whether a transform changed the Host header; it then wins over the repairs and the preservation of Host. */
      readonly hostRewritten: boolean;
    };

export type Decision =
  | Routing
  /** The request ends a login. */
  | { readonly kind: 'finish-login' }
  /** `actions` come first, in their order; a request that passes them all goes on to `routing`. */
  | {
      readonly kind: 'authenticate';
      readonly ruleArn: string;
      readonly actions: readonly ActionShape[];
      readonly routing: Routing;
    };

/**
 * Screens the request, finds its rule, applies the transforms and reads the actions up to the routing one. What the access
 * log wants to know is noted in `journal`.
 */
export function decide(compiled: CompiledListener, request: ReceivedRequest, journal?: AccessJournal): Decision {
  const refusal = screenRequest(request, compiled) ?? screenByWebAcl(compiled, journal);
  if (refusal) return { kind: 'answer', answer: refusal };
  if (compiled.logsIn && request.facts.path === loginResponsePath) return { kind: 'finish-login' };
  const rule = compiled.match(request.facts);
  if (journal) journal.rulePriority = rule?.priority ?? '-1';
  return rule ? applyRule(rule, compiled, request, journal) : { kind: 'answer', answer: errorPage(500) };
}

function applyRule(
  rule: CompiledRule,
  compiled: CompiledListener,
  request: ReceivedRequest,
  journal: AccessJournal | undefined,
): Decision {
  const { loadBalancer } = compiled;
  const host = request.facts.host === '' ? loadBalancer.dnsName : request.facts.host;
  const before = { host, target: request.target };
  const address = rule.rewrite(before);
  if (journal && rule.transforms) noteTransforms(journal, before, address);
  if (address === 'unusable') return { kind: 'answer', answer: errorPage(500) };
  const routing = routeBy(rule, compiled, hostOf(address, host, compiled));
  const { before: actions } = rule;
  return actions.length === 0 ? routing : { kind: 'authenticate', ruleArn: rule.arn, actions, routing };
}

/** A rewritten host next to a Host header that is to be preserved. */
function hostOf(address: RequestAddress, host: string, { loadBalancer, readings }: CompiledListener): Rewritten {
  const preserved = loadBalancer.attributes['routing.http.preserve_host_header.enabled'] === 'true';
  if (preserved && readings.preservedHost === 'received')
    return { address: { ...address, host }, hostRewritten: false };
  return { address, hostRewritten: address.host !== host };
}

function noteTransforms(journal: AccessJournal, before: RequestAddress, after: RequestAddress | 'unusable'): void {
  journal.transformStatus = after === 'unusable' ? 'TransformReplaceError' : 'TransformSuccess';
  if (after === 'unusable') return;
  if (after.host !== before.host) journal.transformedHost = after.host;
  if (after.target !== before.target) journal.transformedTarget = after.target;
}

/** The answer of a web ACL that blocks. Only its default action is known here, not its rules. */
function screenByWebAcl({ loadBalancer }: CompiledListener, journal?: AccessJournal): Answer | undefined {
  const { webAcl } = loadBalancer;
  if (!webAcl) return undefined;
  journal?.actions.push('waf');
  return webAcl.defaultAction === 'block' ? errorPage(webAcl.blockStatus ?? 403) : undefined;
}

interface Rewritten {
  readonly address: RequestAddress;
  readonly hostRewritten: boolean;
}

function routeBy({ arn, routing: action }: CompiledRule, compiled: CompiledListener, rewritten: Rewritten): Routing {
  switch (action?.Type) {
    case 'forward':
      return { kind: 'forward', ruleArn: arn, action, ...rewritten };
    case 'fixed-response':
      return {
        kind: 'answer',
        action: 'fixed-response',
        answer: fixedAnswer(action.FixedResponseConfig ?? { StatusCode: '500' }),
      };
    case 'redirect': {
      const config = action.RedirectConfig ?? { StatusCode: 'HTTP_302' };
      const location = redirectLocation(config, { ...rewritten.address, ...placeOf(compiled, rewritten.address.host) });
      return {
        kind: 'answer',
        action: 'redirect',
        answer: redirectAnswer(config.StatusCode === 'HTTP_301' ? 301 : 302, location),
      };
    }
    default:
      return { kind: 'answer', answer: errorPage(500) };
  }
}

/** What `#{protocol}` and `#{port}` of a redirect stand for. */
function placeOf({ listener, readings }: CompiledListener, host: string) {
  const named = readings.redirectPort === 'host-header' ? /:(\d+)$/.exec(host)?.[1] : undefined;
  return { protocol: listener.protocol === 'HTTPS' ? 'https' : 'http', port: Number(named ?? listener.port) } as const;
}
