// Web ACL capacity units (WCUs) of rules.
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html and "Rule statements list" there.

type Json = Readonly<Record<string, unknown>>;

const perTransformation = 10;

/** Managed rule groups of AWS ("AWS Managed Rules rule groups list"). */
const managedGroups: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
};

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);

const isWhole = (constraint: unknown) => ['EXACTLY', 'STARTS_WITH', 'ENDS_WITH'].includes(String(constraint));

/** Units of one kind of statement, before transformations. */
const bases: Readonly<Record<string, (statement: Json) => number>> = {
  ByteMatchStatement: ({ PositionalConstraint }) => (isWhole(PositionalConstraint) ? 2 : 10),
  RegexMatchStatement: () => 3,
  RegexPatternSetReferenceStatement: () => 25,
  SizeConstraintStatement: () => 1,
  SqliMatchStatement: ({ SensitivityLevel }) => (SensitivityLevel === 'HIGH' ? 30 : 20),
  XssMatchStatement: () => 40,
  GeoMatchStatement: () => 1,
  IPSetReferenceStatement: ({ IPSetForwardedIPConfig }) =>
    object(IPSetForwardedIPConfig)['Position'] === 'ANY' ? 5 : 1,
  LabelMatchStatement: () => 1,
  AsnMatchStatement: () => 1,
  ManagedRuleGroupStatement: ({ Name }) => managedGroups[String(Name)] ?? 0,
  RateBasedStatement: ({ CustomKeys, ScopeDownStatement }) =>
    2 + 30 * list(CustomKeys).length + statementCapacity(ScopeDownStatement),
  NotStatement: ({ Statement }) => statementCapacity(Statement),
  AndStatement: ({ Statements }) => list(Statements).reduce<number>((sum, item) => sum + statementCapacity(item), 0),
  OrStatement: ({ Statements }) => list(Statements).reduce<number>((sum, item) => sum + statementCapacity(item), 0),
};

/** Inspecting a JSON body doubles the base; each transformation costs on its own. */
function statementCapacity(statement: unknown): number {
  const [kind, content] = Object.entries(object(statement))[0] ?? ['', {}];
  const members = object(content);
  const base = bases[kind]?.(members) ?? 1;
  const field = object(members['FieldToMatch']);
  const transformations = list(members['TextTransformations']).filter((item) => object(item)['Type'] !== 'NONE');
  return base * ('JsonBody' in field ? 2 : 1) + perTransformation * transformations.length;
}

/** Units of all rules together. */
export const capacityOf = (rules: readonly unknown[]): number =>
  rules.reduce<number>((sum, rule) => sum + statementCapacity(object(rule)['Statement']), 0);

/** Every statement inside these rules, nested ones too, as kind and members. */
export function statementsIn(value: unknown): readonly (readonly [string, Json])[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, content]) => [
    ...(Object.hasOwn(bases, name) ? [[name, object(content)] as const] : []),
    ...statementsIn(content),
  ]);
}
