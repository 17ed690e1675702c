// Every condition this controller writes, by name. Types and reasons are the Gateway API's.
// https://gateway-api.sigs.k8s.io/reference/spec/ (GatewayConditionType, ListenerConditionType, RouteConditionType)

/** A condition before it is laid over what an object shows now. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

const condition =
  (type: string, status: Condition['status']) =>
  (reason: string, message = ''): Condition => ({ type, status, reason, message });

// Gateways, ListenerSets, listeners and routes
/** `message`: what has no effect although it is written; empty if there is nothing of the kind. */
export const accepted = (message = ''): Condition => condition('Accepted', 'True')('Accepted', message);
export const notAccepted = condition('Accepted', 'False');
/** Served, though some of its listeners are not. */
export const acceptedInPart = (message: string): Condition =>
  condition('Accepted', 'True')('ListenersNotValid', message);

// Gateways, ListenerSets and listeners
/** On a Gateway the message is the ARN of the load balancer, as LBC has it; chaining controllers read it there. */
export const programmed = (message = ''): Condition => condition('Programmed', 'True')('Programmed', message);
export const notProgrammed = condition('Programmed', 'False');
/** Expected to come true unasked: `message` says what is waited for. */
export const pending = (message: string): Condition => notProgrammed('Pending', message);

// Listeners and routes
/** `message`: notes about references that are resolved and yet not served as written. */
export const resolvedRefs = (message = ''): Condition => condition('ResolvedRefs', 'True')('ResolvedRefs', message);
export const unresolvedRefs = condition('ResolvedRefs', 'False');

// Listeners
export const conflicted = condition('Conflicted', 'True');
/** Written at all times: a listener always says whether it conflicts. */
export const noConflicts = (): Condition => condition('Conflicted', 'False')('NoConflicts');
/** Only a warning, and left out where it is not true. https://gateway-api.sigs.k8s.io/geps/gep-3567/ */
export const overlappingTls = (message: string): Condition =>
  condition('OverlappingTLSConfig', 'True')('OverlappingHostnames', message);

// Routes
/** The Gateway API asks that the message starts so; the dropped rules answer 500. */
export const partiallyInvalid = (message: string): Condition =>
  condition('PartiallyInvalid', 'True')('UnsupportedValue', `Dropped Rule: ${message}`);
