// What the load balancer does with a request, decided without touching a socket: answer it itself, or forward it to one
// of some target groups with a (possibly rewritten) address.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import { answerUnauthenticated } from './authenticate.ts';
import { errorPage, fixedAnswer, redirectAnswer, type Answer } from './answer.ts';
import type { CompiledListener, CompiledRule } from './compile-listener.ts';
import type { ReceivedRequest } from './received-request.ts';
import { redirectLocation } from './redirect-location.ts';
import type { RequestAddress } from './rewrite-request.ts';
import { screenRequest } from './screen-request.ts';

export type Decision =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'forward';
      readonly ruleArn: string;
      readonly action: ActionShape;
      readonly address: RequestAddress;
      /** Whether a transform changed the Host header; it then wins over the repairs and the preservation of Host. */
      readonly hostRewritten: boolean;
    };

/** Screens the request, finds its rule, applies the transforms and runs the actions up to the routing one. */
export function decide(compiled: CompiledListener, request: ReceivedRequest): Decision {
  const refusal = screenRequest(request, compiled.loadBalancer.attributes);
  if (refusal) return { kind: 'answer', answer: refusal };
  const rule = compiled.match(request.facts);
  if (!rule) return { kind: 'answer', answer: errorPage(500) };
  const host = request.facts.host === '' ? compiled.loadBalancer.dnsName : request.facts.host;
  const address = rule.rewrite({ host, target: request.target });
  if (address === 'unusable') return { kind: 'answer', answer: errorPage(500) };
  return runActions(rule, { compiled, request, address, hostRewritten: address.host !== host });
}

interface Routing {
  readonly compiled: CompiledListener;
  readonly request: ReceivedRequest;
  readonly address: RequestAddress;
  readonly hostRewritten: boolean;
}

function runActions(rule: CompiledRule, routing: Routing): Decision {
  for (const action of rule.actions) {
    const decision = runAction(rule, action, routing);
    if (decision) return decision;
  }
  return { kind: 'answer', answer: errorPage(500) };
}

function runAction(rule: CompiledRule, action: ActionShape, routing: Routing): Decision | undefined {
  const { listener } = routing.compiled;
  switch (action.Type) {
    case 'forward':
      return {
        kind: 'forward',
        ruleArn: rule.arn,
        action,
        address: routing.address,
        hostRewritten: routing.hostRewritten,
      };
    case 'fixed-response':
      return { kind: 'answer', answer: fixedAnswer(action.FixedResponseConfig ?? { StatusCode: '500' }) };
    case 'redirect': {
      const config = action.RedirectConfig ?? { StatusCode: 'HTTP_302' };
      const protocol = listener.protocol === 'HTTPS' ? 'https' : 'http';
      const location = redirectLocation(config, { ...routing.address, protocol, port: listener.port });
      return { kind: 'answer', answer: redirectAnswer(config.StatusCode === 'HTTP_301' ? 301 : 302, location) };
    }
    default: {
      const answer = answerUnauthenticated(action, routing.request);
      return answer && { kind: 'answer', answer };
    }
  }
}
