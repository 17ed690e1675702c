// ListenerRuleConfiguration: what an ALB rule can do beyond the Gateway API. A route's rule refers to it by an
// ExtensionRef filter.
import * as z from 'zod/mini';
import { configurationKind, parseConfiguration, type Parsed } from './configuration-kind.ts';
import { listenerRuleAction } from './listener-rule-action.ts';
import { withRules } from './schema-annotations.ts';
import { int64, stringMap } from './values.ts';

type ActionType = z.output<typeof listenerRuleAction>['type'];

const condition = withRules(
  z.object({
    field: z.enum(['source-ip']),
    sourceIPConfig: z.optional(z.object({ values: z.array(z.string()).check(z.minLength(1)) })),
    /** Positions, from 0, of the route rule's matches that the condition narrows; absent means all. */
    matchIndexes: z.optional(z.array(z.int())),
  }),
  [
    {
      rule: "has(self.sourceIPConfig) == (self.field == 'source-ip')",
      message: "sourceIPConfig must be given if, and only if, field is 'source-ip'",
      holds: (value) => (value.sourceIPConfig !== undefined) === (value.field === 'source-ip'),
    },
  ],
);

const atMostOne = (what: string, types: readonly ActionType[]) => ({
  rule: `self.filter(a, a.type in [${types.map((type) => `'${type}'`).join(', ')}]).size() <= 1`,
  message: `at most one ${what} action is allowed: ${types.join(', ')}`,
  holds: (actions: readonly { readonly type: ActionType }[]) =>
    actions.filter((action) => types.includes(action.type)).length <= 1,
});

const actions = withRules(z.array(listenerRuleAction).check(z.minLength(1), z.maxLength(2)), [
  atMostOne('pre-routing', ['authenticate-cognito', 'authenticate-oidc', 'jwt-validation']),
  atMostOne('routing', ['forward', 'redirect', 'fixed-response']),
]);

const spec = z.object({
  actions: z.optional(actions),
  conditions: z.optional(z.array(condition).check(z.minLength(1))),
  tags: z.optional(stringMap()),
});

const status = z.object({
  observedGeneration: z.optional(int64()),
  accepted: z.optional(z.boolean()),
  message: z.optional(z.string()),
});

export const listenerRuleConfiguration = configurationKind('ListenerRuleConfiguration', { spec, status });

export type ListenerRuleConfiguration = z.output<typeof listenerRuleConfiguration.object>;

/** Reads an untrusted object; what the schema does not know is dropped, defaults are filled in. */
export function parseListenerRuleConfiguration(object: unknown): Parsed<ListenerRuleConfiguration> {
  return parseConfiguration(listenerRuleConfiguration.object, object);
}
