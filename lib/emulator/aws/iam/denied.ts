// A denied call in the words of each service family.
import type { AwsModel } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { AuthorizationCheck } from './authorization.ts';
import type { Caller } from './callers.ts';
import type { Decision } from './evaluate-policy.ts';

/** The refusal of a check by IAM. */
export function deniedError(model: AwsModel, caller: Caller, check: AuthorizationCheck, decision: Decision): AwsError {
  const reason =
    decision === 'explicitly-denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${check.action} action`;
  const onResource = check.resource === '*' ? '' : ` on resource: ${check.resource}`;
  const sentence = `User: ${caller.arn} is not authorized to perform: ${check.action}${onResource} ${reason}`;
  switch (model.metadata.protocol) {
    case 'ec2':
      return new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${sentence}`,
        403,
      );
    case 'query':
      return new AwsError('AccessDenied', sentence, 403);
    default:
      return new AwsError('AccessDeniedException', sentence, model.metadata.awsQueryCompatible ? 403 : 400);
  }
}
