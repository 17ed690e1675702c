// Conditions of a rule: our canonical form ⇄ the SDK's. Reading drops the mirrored legacy members, so that what is read
// back equals what was sent. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
import type { RuleCondition as SdkCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Condition } from '../../core/stack/listener-rule.ts';
import { dropAbsent, list, text } from './optional-members.ts';

/**
 * Sets the configuration of its field alone, never the legacy `Values`. Limits on number and length of values are not
 * checked.
 */
export function conditionToSdk(condition: Condition): SdkCondition {
  switch (condition.field) {
    case 'host-header':
      return { Field: condition.field, HostHeaderConfig: patternsToSdk(condition) };
    case 'path-pattern':
      return { Field: condition.field, PathPatternConfig: patternsToSdk(condition) };
    case 'http-header':
      return {
        Field: condition.field,
        HttpHeaderConfig: { HttpHeaderName: condition.name, ...patternsToSdk(condition) },
      };
    case 'query-string':
      return {
        Field: condition.field,
        QueryStringConfig: {
          Values: condition.values.map(({ key, value }) => ({ ...dropAbsent({ Key: key }), Value: value })),
        },
      };
    case 'http-request-method':
      return { Field: condition.field, HttpRequestMethodConfig: { Values: [...condition.values] } };
    case 'source-ip':
      return { Field: condition.field, SourceIpConfig: { Values: [...condition.values] } };
  }
}

/** A field that we do not know becomes a condition no rule of ours has, so that the rule differs from every desired one. */
export function conditionFromSdk(condition: SdkCondition): Condition {
  const read = readers[condition.Field as keyof typeof readers] as ((from: SdkCondition) => Condition) | undefined;
  return read?.(condition) ?? { field: 'http-header', name: `unknown ${text(condition.Field)}` };
}

const readers: { readonly [Field in Condition['field']]: (condition: SdkCondition) => Condition } = {
  'host-header': ({ HostHeaderConfig, Values }) => ({
    field: 'host-header',
    ...patternsFromSdk(HostHeaderConfig, Values),
  }),
  'path-pattern': ({ PathPatternConfig, Values }) => ({
    field: 'path-pattern',
    ...patternsFromSdk(PathPatternConfig, Values),
  }),
  'http-header': ({ HttpHeaderConfig }) => ({
    field: 'http-header',
    name: text(HttpHeaderConfig?.HttpHeaderName),
    ...patternsFromSdk(HttpHeaderConfig),
  }),
  'query-string': ({ QueryStringConfig }) => ({
    field: 'query-string',
    values: list(QueryStringConfig?.Values).map(({ Key, Value }) => ({
      ...dropAbsent({ key: Key }),
      value: text(Value),
    })),
  }),
  'http-request-method': ({ HttpRequestMethodConfig }) => ({
    field: 'http-request-method',
    values: list(HttpRequestMethodConfig?.Values),
  }),
  'source-ip': ({ SourceIpConfig }) => ({ field: 'source-ip', values: list(SourceIpConfig?.Values) }),
};

interface Patterns {
  readonly values?: readonly string[];
  readonly regexValues?: readonly string[];
}

/** AWS takes wildcard patterns or regular expressions, not both. */
function patternsToSdk({ values = [], regexValues }: Patterns): { Values: string[] } | { RegexValues: string[] } {
  return regexValues ? { RegexValues: [...regexValues] } : { Values: [...values] };
}

/** `legacy`: `Values` of the condition itself, all that rules made by old clients have. */
function patternsFromSdk(
  config: { readonly Values?: string[] | undefined; readonly RegexValues?: string[] | undefined } = {},
  legacy: readonly string[] = [],
): Patterns {
  const { Values = legacy, RegexValues = [] } = config;
  return RegexValues.length > 0 ? { regexValues: RegexValues } : { values: Values };
}
