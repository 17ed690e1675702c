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

const configOf = {
  forward: 'ForwardConfig',
  redirect: 'RedirectConfig',
  'fixed-response': 'FixedResponseConfig',
  'authenticate-oidc': 'AuthenticateOidcConfig',
  'authenticate-cognito': 'AuthenticateCognitoConfig',
  'jwt-validation': 'JwtValidationConfig',
} as const;

type ActionType = keyof typeof configOf;

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Actions in read-back form, in their order. Whether target groups exist and fit is checked apart. */
export function readActions(actions: readonly ActionShape[], place: ActionPlace): readonly ActionShape[] {
  if (actions.length === 0) throw invalid('An action must be specified');
  for (const action of actions) refuseConfig(action);
  refuseType(actions, place);
  const ordered = inOrder(actions);
  refuseCombination(ordered);
  return ordered.map((action) => readers[action.Type]?.(action, place) ?? action);
}

/** The config of the action's type, and none of another type. Forward has a second spelling. */
function refuseConfig(action: ActionShape): void {
  const own = configOf[action.Type as ActionType];
  const hasForeign = Object.values(configOf).some((name) => name !== own && action[name] !== undefined);
  const isMissing = action[own] === undefined && (own !== 'ForwardConfig' || action.TargetGroupArn === undefined);
  const isForwarding = own !== 'ForwardConfig' && action.TargetGroupArn !== undefined;
  if (!hasForeign && !isMissing && !isForwarding) return;
  const fields = own === 'ForwardConfig' ? 'TargetGroupArn or ForwardConfig' : own;
  throw invalid(`For actions of type '${action.Type}', you must specify the following fields: '${fields}'`);
}

/** Network and Gateway Load Balancers only forward, by one action. */
function refuseType(actions: readonly ActionShape[], { type }: ActionPlace): void {
  if (type === 'application') return;
  const foreign = actions.find(({ Type }) => Type !== 'forward');
  if (foreign) throw invalid(`The action type '${foreign.Type}' is not valid with ${type} load balancer`);
}

function inOrder(actions: readonly ActionShape[]): readonly ActionShape[] {
  if (actions.length === 1) return actions;
  const orders = actions.map(({ Order }) => Order);
  if (orders.includes(undefined)) {
    throw invalid('When you specify multiple actions, you must specify an order for each action');
  }
  if (new Set(orders).size < orders.length) throw invalid('The order of each action must be unique');
  return [...actions].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
}

/** One authentication, one JWT validation and one routing action at most; routing is there, and last. */
function refuseCombination(ordered: readonly ActionShape[]): void {
  const types = ordered.map(({ Type }) => Type);
  const refuse = (message: string) => new AwsError('InvalidLoadBalancerAction', message);
  const together = (found: readonly string[]) =>
    refuse(`Action types '${found.join(',')}' cannot be specified together`);
  const routes = types.filter((type) => routing.has(type));
  if (routes.length > 1) throw together(routes);
  const authentications = types.filter((type) => type.startsWith('authenticate-'));
  if (authentications.length > 1) throw together(authentications);
  const validations = types.filter((type) => type === 'jwt-validation');
  if (validations.length > 1) throw together(validations);
  const [route] = routes;
  if (route === undefined) throw refuse('The last action must be one of: forward, redirect, fixed-response');
  if (types.at(-1) !== route) {
    throw refuse(`An action of type '${route}' must have a higher order than all other actions`);
  }
}
