// The action list of a rule or of a listener's default rule: which actions may stand together, each action's own checks,
// and the form DescribeRules returns.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { ActionPlace } from './action-place.ts';
import { readAuthenticate } from './authenticate.ts';
import { readFixedResponse } from './fixed-response.ts';
import { readForward } from './forward.ts';
import { readJwtValidation } from './jwt-validation.ts';
import { readRedirect } from './redirect.ts';

const routing = new Set(['forward', 'redirect', 'fixed-response']);

const readers: Readonly<Record<string, (action: ActionShape, place: ActionPlace) => ActionShape>> = {
  forward: readForward,
  redirect: readRedirect,
  'fixed-response': readFixedResponse,
  'authenticate-oidc': readAuthenticate,
  'authenticate-cognito': readAuthenticate,
  'jwt-validation': readJwtValidation,
};

/** Actions in read-back form, in their order. Whether target groups exist and fit is checked apart. */
export function readActions(actions: readonly ActionShape[], place: ActionPlace): readonly ActionShape[] {
  if (actions.length === 0) throw new AwsError('ValidationError', 'An action must be specified');
  const ordered = inOrder(actions);
  refuseCombination(ordered);
  return ordered.map((action) => readers[action.Type]?.(action, place) ?? action);
}

function inOrder(actions: readonly ActionShape[]): readonly ActionShape[] {
  if (actions.length === 1) return actions;
  const orders = actions.map(({ Order }) => Order);
  if (orders.includes(undefined)) {
    throw new AwsError(
      'ValidationError',
      'When you specify multiple actions, you must specify an order for each action',
    );
  }
  if (new Set(orders).size < orders.length) {
    throw new AwsError('ValidationError', 'The order of each action must be unique');
  }
  return [...actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
}

/** One authentication, one JWT validation and one routing action at most; routing is there, and last. */
function refuseCombination(ordered: readonly ActionShape[]): void {
  const types = ordered.map(({ Type }) => Type);
  const together = (found: readonly string[]) =>
    new AwsError('InvalidLoadBalancerAction', `Action types '${found.join(',')}' cannot be specified together`);
  const routes = types.filter((type) => routing.has(type));
  if (routes.length > 1) throw together(routes);
  const authentications = types.filter((type) => type.startsWith('authenticate-'));
  if (authentications.length > 1) throw together(authentications);
  if (types.filter((type) => type === 'jwt-validation').length > 1)
    throw together(['jwt-validation', 'jwt-validation']);
  if (!routing.has(types.at(-1) ?? '')) {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'The last action must be one of: forward, redirect, fixed-response',
    );
  }
}
