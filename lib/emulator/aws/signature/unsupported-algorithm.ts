// An Authorization header that is no Signature Version 4.
import { AwsError } from '../aws-error.ts';
import { algorithm } from './signed-request.ts';

/** The refusal: of the algorithm, or of a header of the right algorithm without credential. */
export function unsupportedAlgorithm(authorization: string): AwsError {
  const given = authorization.split(' ')[0] ?? '';
  return given === algorithm
    ? new AwsError(
        'IncompleteSignature',
        `Authorization header requires 'Credential' parameter. Authorization=${authorization}`,
      )
    : new AwsError('IncompleteSignature', `Unsupported AWS 'algorithm': '${given}'.`);
}
