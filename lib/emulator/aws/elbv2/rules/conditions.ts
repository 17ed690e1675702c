// Conditions of a rule: validated in AWS's order and brought into the form DescribeRules returns.
import { AwsError } from '../../aws-error.ts';
import type { Limits } from '../../limits.ts';
import type { RuleConditionShape } from '../shapes.ts';
import { refuseHeaderName, refuseValue, wildcardsIn } from './condition-alphabets.ts';
import { refuseRegex } from './regex.ts';

type ConfigName =
  | 'HostHeaderConfig'
  | 'PathPatternConfig'
  | 'HttpHeaderConfig'
  | 'QueryStringConfig'
  | 'HttpRequestMethodConfig'
  | 'SourceIpConfig';

interface FieldKind {
  readonly config: ConfigName;
  readonly takesRegex: boolean;
  /** Whether the older top-level `Values` may be used. */
  readonly takesValues: boolean;
  readonly isRepeatable: boolean;
}

const fields: Readonly<Record<string, FieldKind>> = {
  'path-pattern': { config: 'PathPatternConfig', takesRegex: true, takesValues: true, isRepeatable: false },
  'host-header': { config: 'HostHeaderConfig', takesRegex: true, takesValues: true, isRepeatable: false },
  'http-header': { config: 'HttpHeaderConfig', takesRegex: true, takesValues: false, isRepeatable: true },
  'http-request-method': {
    config: 'HttpRequestMethodConfig',
    takesRegex: false,
    takesValues: false,
    isRepeatable: false,
  },
  'query-string': { config: 'QueryStringConfig', takesRegex: false, takesValues: false, isRepeatable: true },
  'source-ip': { config: 'SourceIpConfig', takesRegex: false, takesValues: false, isRepeatable: false },
};

const configNames = Object.values(fields).map(({ config }) => config);

const fieldNames = 'http-header,http-request-method,host-header,query-string,path-pattern,source-ip';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** What one condition tests, apart from its spelling. */
interface Reading {
  readonly field: string;
  readonly kind: FieldKind;
  readonly values: readonly string[];
  readonly regexes: readonly string[];
  readonly pairs: readonly { readonly Key?: string; readonly Value?: string }[];
  readonly headerName?: string | undefined;
}

/** Conditions in read-back form. Refuses what AWS refuses, one fault at a time; at least one condition is needed. */
export function readConditions(conditions: readonly RuleConditionShape[], limits: Limits): RuleConditionShape[] {
  if (conditions.length === 0) throw invalid('A condition must be specified');
  const readings = conditions.map(readCondition);
  refuseRepeated(readings);
  for (const reading of readings) refuseValues(reading);
  refuseBudgets(readings, limits);
  return readings.map(toReadBack);
}

function readCondition(condition: RuleConditionShape): Reading {
  const field = condition.Field;
  const kind = requireField(field);
  if (condition.RegexValues && !kind.takesRegex) {
    throw invalid(`'RegexValues' is not supported for a condition of type '${field}'`);
  }
  refuseForeignConfig(condition, field, kind);
  const { Values: values = [], RegexValues: regexes = [] } = requireLists(condition, kind);
  const isQuery = field === 'query-string';
  return {
    field,
    kind,
    values: isQuery ? [] : (values as readonly string[]),
    regexes,
    pairs: isQuery ? (values as Reading['pairs']) : [],
    headerName: condition.HttpHeaderConfig?.HttpHeaderName,
  };
}

function requireField(field: string | undefined): FieldKind {
  if (!field) throw invalid('A condition field must be specified');
  const kind = fields[field];
  if (!kind) throw invalid(`Condition field '${field}' must be one of '${fieldNames}'`);
  return kind;
}

interface Lists {
  readonly Values?: readonly unknown[];
  readonly RegexValues?: readonly string[];
}

/** The lists of the config, or the top-level ones: exactly one list where regexes are possible, else the values. */
function requireLists(condition: RuleConditionShape, kind: FieldKind): Lists {
  const lists = (condition[kind.config] ?? condition) as Lists;
  if (kind.takesRegex && (lists.Values === undefined) === (lists.RegexValues === undefined)) {
    throw invalid(
      `You must provide exactly one of the following: ['Values' 'RegexValues'] for config of type '${kind.config}'`,
    );
  }
  if (!kind.takesRegex && lists.Values === undefined) throw invalid('A condition value must be specified');
  return lists;
}

const mustSpecify = (field: string, { config, takesRegex, takesValues }: FieldKind) => {
  const names = [...(takesValues ? ['Values'] : []), ...(takesRegex && takesValues ? ['RegexValues'] : []), config];
  return invalid(`For conditions of type '${field}', you must specify the following fields: '${names.join(' or ')}'`);
};

/** Only the field's own config, or the top-level lists where they are allowed, and not both. */
function refuseForeignConfig(condition: RuleConditionShape, field: string, kind: FieldKind): void {
  const hasForeign = configNames.some((name) => name !== kind.config && condition[name] !== undefined);
  const hasConfig = condition[kind.config] !== undefined;
  const hasTop = condition.Values !== undefined || condition.RegexValues !== undefined;
  if (hasTop && hasConfig && kind.takesValues) {
    const list = condition.Values === undefined ? 'RegexValues' : 'Values';
    throw invalid(`You cannot provide both ${list} and '${kind.config}' for a condition of type '${field}'`);
  }
  if (hasForeign || hasConfig === hasTop || (hasTop && !kind.takesValues)) throw mustSpecify(field, kind);
  if (condition.Values && condition.Values.length > 1) {
    throw invalid(`The '${field}' field contains too many values; the limit is '1'`);
  }
}

function refuseRepeated(readings: readonly Reading[]): void {
  for (const { field, kind } of readings) {
    if (kind.isRepeatable || readings.filter((other) => other.field === field).length === 1) continue;
    throw invalid(`A rule can only have one '${field}' condition`);
  }
}

function refuseValues({ field, values, regexes, pairs, headerName }: Reading): void {
  if (field === 'http-header') refuseHeaderName(headerName);
  for (const value of values) refuseValue(field, value);
  for (const { Key, Value } of pairs) {
    if (Value === undefined) throw invalid(`A value must be specified for a condition of type 'query-string'`);
    if (Key !== undefined) refuseValue(field, Key);
    refuseValue(field, Value);
  }
  for (const regex of regexes) {
    if (regex.length > 128) throw invalid(`Condition value for '${field}' cannot contain more than 128 characters`);
    refuseRegex(regex);
  }
}

/** The quota counts values and regexes of all conditions together; wildcards only in values. */
function refuseBudgets(readings: readonly Reading[], { conditionValues, conditionWildcards }: Limits): void {
  const count = readings.reduce(
    (sum, { values, regexes, pairs }) => sum + values.length + regexes.length + pairs.length,
    0,
  );
  if (count > conditionValues)
    throw invalid(`A rule can only have '${conditionValues}' condition values and regex values`);
  const texts = readings
    .filter(({ field }) => field !== 'http-request-method' && field !== 'source-ip')
    .flatMap(({ values, pairs }) => [...values, ...pairs.flatMap(({ Key = '', Value = '' }) => [Key, Value])]);
  const wildcards = texts.reduce((sum, text) => sum + wildcardsIn(text), 0);
  if (wildcards > conditionWildcards) throw invalid(`A rule can only have '${conditionWildcards}' condition wildcards`);
}

/** Host and path conditions come back with their lists mirrored at top level. */
function toReadBack({ field, kind, values, regexes, pairs, headerName }: Reading): RuleConditionShape {
  const lists = {
    ...(values.length > 0 && { Values: values }),
    ...(regexes.length > 0 && { RegexValues: regexes }),
  };
  if (field === 'query-string') return { Field: field, QueryStringConfig: { Values: pairs } };
  if (field === 'http-header')
    return { Field: field, HttpHeaderConfig: { HttpHeaderName: headerName ?? '', ...lists } };
  return { Field: field, ...(kind.takesValues && lists), [kind.config]: lists };
}
