// The one HTTP endpoint of the emulated AWS. A call passes: SigV4 scope → service → action → weather → shape → IAM →
// the action itself → wire form → call log.
import type { AwsOperation } from '../../generated/aws/model.ts';
import type { CallLog } from '../call-log.ts';
import { ConnectionReset, type Fault, type Faults } from '../faults.ts';
import { createRandom } from '../random.ts';
import type { WireHandler, WireRequest, WireResponse } from '../wire.ts';
import { AwsError } from './aws-error.ts';
import { constraintError } from './constraint-errors.ts';
import { credentialScopeOf, type CredentialScope } from './credential-scope.ts';
import type { AuthorizationCheck } from './iam/authorization.ts';
import type { Caller, Callers } from './iam/callers.ts';
import { deniedError } from './iam/denied.ts';
import { evaluatePolicies } from './iam/evaluate-policy.ts';
import { protocolOf } from './protocol/protocols.ts';
import { queryProtocol } from './protocol/query.ts';
import type { AwsService, Call, Input } from './service.ts';
import { namedResource } from './named-resource.ts';
import { findViolations } from './validate-input.ts';
import { weatherError } from './weather-error.ts';
import type { World } from './world.ts';

export interface AwsEndpointOptions {
  readonly world: World;
  readonly services: readonly AwsService[];
  readonly callers: Callers;
  readonly callLog: CallLog;
  readonly faults: Faults;
}

export interface AwsEndpoint {
  readonly handle: WireHandler;
  /** Adds one more service, e.g. SQS. */
  register(service: AwsService): void;
}

/** One call on its way through the endpoint. */
interface Attempt {
  readonly request: WireRequest;
  readonly service: AwsService;
  readonly caller: Caller;
  readonly requestId: string;
  /** Filled in as they become known. */
  action: string;
  resource: string;
}

/** Services whose endpoint is global and may be signed for another region. */
const globalServices = new Set(['shield', 'sts']);

/** An endpoint for these services. `handle` rejects only with `ConnectionReset`. */
export function createAwsEndpoint(options: AwsEndpointOptions): AwsEndpoint {
  const { world, callers, callLog } = options;
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  // Apart from the account's own sequence, so that resource ids do not depend on how often somebody looked.
  const requestIds = createRandom(0x5eed);
  // The states before the latest write of each service, which stale reads answer from.
  const past = new Map<string, unknown>();

  const handle: WireHandler = async (request) => {
    const at = world.clock.now();
    const requestId = requestIds.uuid();
    const scope = credentialScopeOf(request);
    const service = scope && services.get(scope.service);
    if (!scope || !service) return refuseUnscoped(scope, requestId);

    const attempt: Attempt = {
      request,
      service,
      caller: callers.find(scope.accessKeyId),
      requestId,
      action: '-',
      resource: '*',
    };
    const log = (status: number, code?: string) =>
      callLog.add({
        at,
        service: service.signingName,
        action: attempt.action,
        resource: attempt.resource,
        caller: attempt.caller.name,
        status,
        ...(code !== undefined && { code }),
      });
    try {
      const response = await perform(options, attempt, scope, past);
      log(response.status);
      return response;
    } catch (thrown) {
      if (thrown instanceof ConnectionReset) {
        log(0, 'ConnectionReset');
        throw thrown;
      }
      const error = thrown instanceof AwsError ? thrown : new AwsError('InternalFailure', describe(thrown), 500);
      const response = protocolOf(service.model).encodeError(service.model, error, requestId);
      log(response.status, error.code);
      return response;
    }
  };

  return { handle: dated(handle, world.clock), register: (service) => void services.set(service.signingName, service) };
}

/** Answers say what time it is in this world: SDKs correct their own clock by it. */
const dated =
  (handle: WireHandler, clock: World['clock']): WireHandler =>
  async (request) => {
    const response = await handle(request);
    return { ...response, headers: { date: new Date(clock.now()).toUTCString(), ...response.headers } };
  };

const describe = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));

function refuseUnscoped(scope: CredentialScope | undefined, requestId: string): WireResponse {
  const error = scope
    ? new AwsError('UnknownService', `The emulator has no service with the signing name '${scope.service}'`, 404)
    : new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const nowhere = { metadata: { xmlNamespace: '' }, operations: {}, shapes: {} };
  return queryProtocol.encodeError(nowhere as unknown as AwsService['model'], error, requestId);
}

async function perform(
  options: AwsEndpointOptions,
  attempt: Attempt,
  scope: CredentialScope,
  past: Map<string, unknown>,
) {
  const { service, request, requestId } = attempt;
  const { model } = service;
  const protocol = protocolOf(model);
  if (scope.region !== options.world.region && !globalServices.has(scope.service)) {
    throw new AwsError('SignatureDoesNotMatch', `Credential should be scoped to a valid region. `, 403);
  }
  attempt.action = protocol.actionOf(request, model);
  const operation = model.operations[attempt.action];
  if (!operation) throw protocol.unknownAction(attempt.action, model);

  const fault = options.faults.strike(service.signingName, attempt.action);
  const call = callOf(options.world, attempt);
  await strikeBefore(options, fault, attempt);
  const input = protocol.decode(request, model, operation);
  const violations = operation.input ? findViolations(model, operation.input.shape, input) : [];
  if (violations.length > 0) throw constraintError(model, violations);
  authorize(attempt, input, call);

  const output = await run(options, { service, operation, input, call, isStale: fault?.kind === 'stale-read' }, past);
  if (fault?.kind === 'lost-response') throw weatherError(model, 'lost-response');
  return protocol.encode(model, operation, output, requestId);
}

function callOf(world: World, { request, service, action, caller, requestId }: Attempt): Call {
  const host = request.headers['host'] ?? `${service.signingName}.${world.region}.amazonaws.com`;
  const traceHeader = request.headers['x-amzn-trace-id'];
  return {
    service: service.signingName,
    action,
    caller,
    accountId: world.accountId,
    region: world.region,
    requestId,
    endpointUrl: `http://${host}`,
    ...(traceHeader !== undefined && { traceHeader }),
  };
}

async function strikeBefore(
  { world }: AwsEndpointOptions,
  fault: Fault | undefined,
  { service, caller, action }: Attempt,
) {
  if (fault?.kind === 'slow') await world.clock.sleep(fault.delayMs ?? 1000);
  if (fault?.kind === 'rst') throw new ConnectionReset();
  if (fault?.kind === 'throttle' || fault?.kind === 'error-5xx') throw weatherError(service.model, fault.kind);
  if (fault?.kind === 'deny') {
    const check = { action: `${service.signingName}:${action}`, resource: '*' };
    throw deniedError(service.model, caller, check, 'explicitly-denied');
  }
}

function authorize(attempt: Attempt, input: Input, call: Call): void {
  const { service, caller } = attempt;
  const unscoped: AuthorizationCheck = { action: `${call.service}:${call.action}`, resource: '*' };
  const checks = service.authorization?.(call.action, input, call) ?? [unscoped];
  const judged = checks[0]?.resource ?? '*';
  attempt.resource = judged === '*' ? (namedResource(input) ?? '*') : judged;
  const { policies } = caller;
  if (!policies) return;
  for (const check of checks) {
    const decision = evaluatePolicies(policies, check, caller.arn);
    if (decision !== 'allowed') throw deniedError(service.model, caller, check, decision);
  }
}

interface Run {
  readonly service: AwsService;
  readonly operation: AwsOperation;
  readonly input: Input;
  readonly call: Call;
  readonly isStale: boolean;
}

const isRead = (action: string) => /^(Describe|Get|List|Search)/.test(action);

async function run({ world, faults }: AwsEndpointOptions, run: Run, past: Map<string, unknown>): Promise<object> {
  const { service, operation, input, call } = run;
  const { state, signingName } = service;
  const action = service.actions[operation.name];
  if (!action) {
    throw new AwsError(
      'NotImplemented',
      `The emulator does not implement ${service.model.metadata.serviceId} ${operation.name}`,
    );
  }
  const perform = () => action(input as never, call);
  if (state && run.isStale && past.has(signingName)) {
    // A write judged in the past may miss its parent there; if it finds nothing wrong, it is done for real below.
    const answer = world.hypothetically(() => {
      state.restore(structuredClone(past.get(signingName)));
      return perform();
    });
    if (isRead(operation.name)) return answer;
  }
  if (state && !isRead(operation.name) && faults.has('stale-read')) past.set(signingName, state.save());
  return perform();
}
