// Does what was decided about a request, after the authentication it needs.
import type { Authenticator } from './authenticate/authenticator.ts';
import { failurePage } from './authenticate/failure.ts';
import type { Exchange } from './front/exchange.ts';
import type { AccessJournal } from './logs/access-journal.ts';
import type { Answer } from './routing/answer.ts';
import type { Decision, Routing } from './routing/decide.ts';
import { forwardRequest, type ForwardContext, type UserHeaders } from './targets/forward.ts';

export interface CarryOutContext {
  readonly authenticator: Authenticator;
  readonly forward: ForwardContext;
  /** Told when an authentication broke; the client gets a 500. */
  failed(error: unknown): void;
}

/** Answers or forwards the request. */
export function carryOut(exchange: Exchange, decision: Decision, context: CarryOutContext): void {
  if (decision.kind === 'answer' || decision.kind === 'forward') return route(exchange, decision, context);
  let isOver = false;
  exchange.onEnd(() => (isOver = true));
  const authenticated = async () => {
    const outcome = await authenticate(exchange, decision, context);
    if (!isOver) route(exchange, outcome.routing, context, outcome.user);
  };
  authenticated().catch((error: unknown) => {
    context.failed(error);
    if (!isOver && !exchange.responded()) exchange.answer(failurePage('AuthUnhandledException'));
  });
}

interface Outcome {
  readonly routing: Routing;
  readonly user?: UserHeaders;
}

async function authenticate(
  exchange: Exchange,
  decision: Exclude<Decision, Routing>,
  { authenticator }: CarryOutContext,
): Promise<Outcome> {
  const { compiled, request } = exchange;
  if (decision.kind === 'finish-login') {
    return { routing: { kind: 'answer', answer: await authenticator.finishLogin({ compiled, request }) } };
  }
  const user: { userHeaders: string[]; responseHeaders: string[] } = { userHeaders: [], responseHeaders: [] };
  for (const action of decision.actions) {
    exchange.journal?.actions.push(action.Type === 'jwt-validation' ? 'jwt-validation' : 'authenticate');
    const verdict = await authenticator.run(action, { compiled, request, ruleArn: decision.ruleArn });
    if (verdict.answer) return { routing: { kind: 'answer', answer: verdict.answer } };
    user.userHeaders.push(...verdict.userHeaders);
    user.responseHeaders.push(...verdict.responseHeaders);
  }
  return { routing: decision.routing, user };
}

function route(exchange: Exchange, routing: Routing, context: CarryOutContext, user?: UserHeaders): void {
  if (routing.kind === 'forward') {
    exchange.journal?.actions.push('forward');
    return forwardRequest(exchange, routing, context.forward, user);
  }
  const { answer, action } = routing;
  if (exchange.journal && action) noteAnswer(exchange.journal, action, answer);
  exchange.answer(user ? { ...answer, headers: [...answer.headers, ...user.responseHeaders] } : answer);
}

function noteAnswer(journal: AccessJournal, action: string, { headers }: Answer): void {
  journal.actions.push(action);
  if (action === 'redirect') journal.redirectUrl = headers[headers.indexOf('Location') + 1] ?? '-';
}
