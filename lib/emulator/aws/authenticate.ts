// Who makes a call. Signatures are judged for every key whose secret is known, and for all keys once signatures are
// required; otherwise any key may call, and unknown ones are the account's administrator.
import { AwsError } from './aws-error.ts';
import type { World } from './world.ts';
import type { Caller, Callers } from './iam/callers.ts';
import type { Route } from './route-request.ts';
import { authenticationError } from './signature/authentication-error.ts';
import { queryOf } from './signature/signed-request.ts';
import { unsupportedAlgorithm } from './signature/unsupported-algorithm.ts';
import { signatureObjection } from './signature/verify-signature.ts';
import type { WireRequest } from '../wire.ts';

/** The identity of an unsigned call: it has no permission but what resource policies give to everybody. */
export const nobody: Caller = { name: 'anonymous', arn: 'anonymous', policies: [] };

/** Signature version 2, which S3 no longer takes for buckets made since June 2020, or an algorithm nobody knows. */
function refuseOtherMechanism(request: WireRequest, { metadata: { protocol } }: Route['model']): void {
  const authorization = request.headers['authorization'];
  if (protocol === 'rest-xml' && (authorization ?? queryOf(request).get('AWSAccessKeyId') ?? undefined) !== undefined) {
    throw new AwsError(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  if (authorization !== undefined) throw unsupportedAlgorithm(authorization);
}

/** The identity that `callLog` names: found by key, whether or not the signature is good. */
export const claimedCaller = ({ signed }: Route, callers: Callers): Caller =>
  signed ? callers.find(signed.accessKeyId) : nobody;

/** A routed request, the request as it arrived (which is what was signed), and the action it names. */
export interface Authentication extends Route {
  readonly original: WireRequest;
  readonly action: string;
}

/** Throws the refusal of a request whose signature is missing or not good. */
export function requireAuthentic(attempt: Authentication, callers: Callers, { clock }: World): void {
  const { signed, service, model, original, action } = attempt;
  if (!signed) {
    refuseOtherMechanism(original, model);
    if (service.allowsUnsigned?.(action)) return;
    throw authenticationError(model);
  }
  const secret = callers.secretOf(signed.accessKeyId);
  if (!secret && !callers.requiresSignatures()) return;
  const objection = signatureObjection(original, signed, secret, { now: clock.now(), outside: clock.outside() });
  if (objection) throw authenticationError(model, objection, signed.place === 'query');
}
