// Policies that come with a request for a session and narrow what it may do.
import { AwsError } from '../aws-error.ts';
import type { Caller } from '../iam/callers.ts';
import { parsePolicy } from '../iam/policy-grammar.ts';

export interface SessionPolicyInput {
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
}

/** The inline policy, checked; managed ones are refused, because their content is not known here. */
export function sessionPoliciesOf({ Policy, PolicyArns = [] }: SessionPolicyInput): Pick<Caller, 'sessionPolicies'> {
  if (PolicyArns.length > 0) {
    throw new AwsError('NotImplemented', 'The emulator knows no managed policies to limit a session with', 501);
  }
  if (Policy === undefined) return {};
  const parsed = parsePolicy(Policy, 'identity');
  if ('problem' in parsed) throw new AwsError('MalformedPolicyDocument', parsed.problem);
  return { sessionPolicies: [parsed.policy] };
}
