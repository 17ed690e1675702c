// Whether a text is a policy at all (IAM user guide, "Grammar of the IAM JSON policy language").
import { isOperator } from './condition.ts';
import type { PolicyDocument } from './policy.ts';

type Json = Readonly<Record<string, unknown>>;

/** A parsed policy, or what is wrong with the text. */
export type ParsedPolicy = { readonly policy: PolicyDocument } | { readonly problem: string };

/** Where a policy is attached: resources need principals, identities must not have them. */
export type Attachment = 'identity' | 'resource';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): boolean =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'));

const statementKeys = new Set([
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'],
]);

/** Parses a policy document; never throws. */
export function parsePolicy(text: string, attachment: Attachment): ParsedPolicy {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { problem: "Policies must be valid JSON and the first byte must be '{'" };
  }
  if (!isObject(parsed)) return { problem: "Policies must be valid JSON and the first byte must be '{'" };
  const { Version, Statement } = parsed;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    return { problem: 'The policy must contain a valid version string' };
  if (Statement === undefined) return { problem: 'Missing required field Statement' };
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  const problem = statements.map((statement) => statementProblem(statement, attachment)).find(Boolean);
  return problem === undefined ? { policy: parsed as unknown as PolicyDocument } : { problem };
}

function statementProblem(statement: unknown, attachment: Attachment): string | undefined {
  if (!isObject(statement)) return 'Statement must be an object';
  const strange = Object.keys(statement).find((key) => !statementKeys.has(key));
  if (strange !== undefined) return `Unknown field ${strange}`;
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  if (!isTexts(Action ?? NotAction)) return 'Missing required field Action';
  if (!isTexts(Resource ?? NotResource)) return 'Missing required field Resource';
  return (
    effectProblem(statement['Effect']) ??
    principalProblem(Principal ?? NotPrincipal, attachment) ??
    conditionProblem(Condition)
  );
}

function effectProblem(effect: unknown): string | undefined {
  if (effect === undefined) return 'Missing required field Effect';
  return effect === 'Allow' || effect === 'Deny' ? undefined : `Invalid effect: ${JSON.stringify(effect)}`;
}

function principalProblem(principal: unknown, attachment: Attachment): string | undefined {
  if (principal === undefined) return attachment === 'resource' ? 'Missing required field Principal' : undefined;
  if (attachment === 'identity') return 'Policy document should not specify a principal.';
  const isNamed = principal === '*' || (isObject(principal) && Object.values(principal).every(isTexts));
  return isNamed ? undefined : 'Invalid principal in policy';
}

function conditionProblem(condition: unknown): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return 'Conditions must be an object';
  const unknown = Object.keys(condition).find((operator) => !isOperator(operator));
  if (unknown !== undefined) return `Invalid Condition type : ${unknown}`;
  return Object.values(condition).every(isObject) ? undefined : 'Conditions must name keys and values';
}
