// IAM's decision (user guide, "Policy evaluation logic"): an explicit Deny wins, then any Allow, else no.
import type { AuthorizationCheck, RequestContext } from './authorization.ts';
import { conditionHolds, valuesOf } from './condition.ts';
import { globMatches, substitute } from './glob.ts';
import { toList, type PolicyDocument, type PolicyStatement } from './policy.ts';

export type Decision = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/** Judges one check. `principalArn` is only read by statements with a Principal (resource policies). */
export function evaluatePolicies(
  policies: readonly PolicyDocument[],
  check: AuthorizationCheck,
  principalArn?: string,
): Decision {
  const statements = policies
    .flatMap((policy) => toList(policy.Statement))
    .filter((statement) => applies(statement, check, principalArn));
  if (statements.some(({ Effect }) => Effect === 'Deny')) return 'explicitly-denied';
  return statements.length > 0 ? 'allowed' : 'implicitly-denied';
}

function applies(statement: PolicyStatement, check: AuthorizationCheck, principalArn: string | undefined): boolean {
  const context = check.context ?? {};
  return (
    namesAction(statement, check.action) &&
    namesResource(statement, check.resource, context) &&
    namesPrincipal(statement, principalArn) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => conditionHolds(operator, key, toList(values).map(String), context)),
    )
  );
}

function namesAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const named = (patterns: readonly string[]) =>
    patterns.some((pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? named(toList(Action)) : !named(toList(NotAction));
}

function namesResource({ Resource, NotResource }: PolicyStatement, resource: string, context: RequestContext): boolean {
  const resolve = (pattern: string) => substitute(pattern, (variable) => valuesOf(variable, context)?.[0]);
  const named = (patterns: readonly string[]) => patterns.some((pattern) => globMatches(resolve(pattern), resource));
  return NotResource === undefined ? named(toList(Resource)) : !named(toList(NotResource));
}

function namesPrincipal({ Principal, NotPrincipal }: PolicyStatement, arn: string | undefined): boolean {
  if (NotPrincipal !== undefined) return !listsPrincipal(NotPrincipal, arn);
  return Principal === undefined || listsPrincipal(Principal, arn);
}

function listsPrincipal(principal: NonNullable<PolicyStatement['Principal']>, arn: string | undefined): boolean {
  if (principal === '*') return true;
  const listed = Object.values(principal).flatMap((names) => toList(names));
  if (listed.includes('*')) return true;
  return arn !== undefined && principalNames(arn).some((name) => listed.includes(name));
}

/** What a principal may be called in a policy: an assumed role answers to its session, its role, and its account. */
export function principalNames(arn: string): readonly string[] {
  const [, , , , account = '', name = ''] = arn.split(':');
  const role = /^assumed-role\/([^/]+)\//.exec(name)?.[1];
  const names = [arn, account, `arn:aws:iam::${account}:root`];
  return role === undefined ? names : [...names, `arn:aws:iam::${account}:role/${role}`];
}
