// A denied call in the words of each service family (IAM user guide, "Troubleshoot access denied error messages").
import type { AwsModel } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { AuthorizationCheck } from './authorization.ts';
import type { Caller } from './callers.ts';

export type Denial =
  | 'denied-by-identity-policy'
  | 'denied-by-resource-policy'
  | 'denied-by-session-policy'
  | 'not-allowed-by-identity-policy'
  | 'not-allowed-by-resource-policy'
  | 'not-allowed-by-session-policy';

function reasonOf(denial: Denial, action: string): string {
  const [, policy = ''] = /by-(.*)-policy$/.exec(denial) ?? [];
  const kind = policy === 'session' ? 'session' : `${policy}-based`;
  if (denial.startsWith('denied'))
    return `with an explicit deny in ${policy === 'identity' ? 'an' : 'a'} ${kind} policy`;
  return `because no ${kind} policy allows the ${action} action`;
}

/** `User: … is not authorized to perform: …`, as every service but S3 (to other accounts) says it. */
export function deniedSentence(
  { arn }: Pick<Caller, 'arn'>,
  { action, resource }: AuthorizationCheck,
  denial: Denial,
): string {
  const onResource = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${arn} is not authorized to perform: ${action}${onResource} ${reasonOf(denial, action)}`;
}

/** The refusal of a check by IAM. */
export function deniedError(model: AwsModel, caller: Caller, check: AuthorizationCheck, denial: Denial): AwsError {
  const sentence = deniedSentence(caller, check, denial);
  switch (model.metadata.protocol) {
    case 'ec2':
      return new AwsError(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. ${sentence}`,
        403,
      );
    case 'query':
      return new AwsError('AccessDenied', sentence, 403);
    case 'rest-xml':
      return new AwsError('AccessDenied', caller.arn.startsWith('arn:') ? sentence : 'Access Denied', 403);
    case 'rest-json':
      return new AwsError('AccessDeniedException', sentence, 403);
    case 'json':
      return new AwsError('AccessDeniedException', sentence, model.metadata.awsQueryCompatible ? 403 : 400);
  }
}
