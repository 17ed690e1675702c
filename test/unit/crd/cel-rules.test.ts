// Each rule across fields exists twice: as CEL, which the API server evaluates, and as a predicate of ours. For random
// values both must give the same verdict.
import { evaluate } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { configurationDefinitions } from '../../../lib/crd/custom-resource-definition.ts';
import { listenerRuleAction } from '../../../lib/crd/listener-rule-action.ts';
import { listenerRuleConfiguration } from '../../../lib/crd/listener-rule-configuration.ts';
import { mutualAuthentication } from '../../../lib/crd/mutual-authentication.ts';
import { structuralSchema } from '../../../lib/crd/structural-schema.ts';
import type { StructuralSchema } from '../../../lib/generated/kubernetes/resource-definition.ts';

/** Messages of the rules that each side says are broken by `value` itself. */
function verdicts(schema: z.ZodMiniType, value: unknown) {
  const rules = structuralSchema(schema)['x-kubernetes-validations'] ?? [];
  const byCel = rules.filter(({ rule }) => evaluate(rule, { self: asCel(value) }) !== true).map((rule) => rule.message);
  const issues = z.safeParse(schema, value).error?.issues ?? [];
  const byPredicate = issues.filter((issue) => issue.path.length === 0).map((issue) => issue.message);
  return { byCel, byPredicate };
}

/** CEL's integers are BigInts in JavaScript. */
function asCel(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(asCel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asCel(entry)]));
}

function expectEqualVerdicts(schema: z.ZodMiniType, values: fc.Arbitrary<unknown>): void {
  let broken = 0;
  fc.assert(
    fc.property(values, (value) => {
      const { byCel, byPredicate } = verdicts(schema, value);
      broken += byCel.length;
      expect(byPredicate).toEqual(byCel);
    }),
  );
  // The values must have broken rules, or equality says nothing.
  expect(broken).toBeGreaterThan(10);
}

const optionally = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });

/** Records without the keys whose value is undefined: as JSON would carry them. */
const json = <T extends object>(record: fc.Arbitrary<T>) =>
  record.map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const authentication = { issuer: 'https://idp.example', jwksEndpoint: 'https://idp.example/keys' };
const type = fc.constantFrom(...listenerRuleAction.shape.type.options);
const action = json(
  fc.record({
    type,
    forwardConfig: optionally({}),
    redirectConfig: optionally({}),
    fixedResponseConfig: optionally({ statusCode: 503 }),
    authenticateCognitoConfig: optionally({ userPoolArn: 'arn', userPoolClientId: 'c', userPoolDomain: 'd' }),
    authenticateOIDCConfig: optionally({
      ...authentication,
      authorizationEndpoint: 'https://idp.example/authorize',
      secret: { name: 'idp' },
      tokenEndpoint: 'https://idp.example/token',
      userInfoEndpoint: 'https://idp.example/user',
    }),
    jwtValidationConfig: optionally(authentication),
  }),
);

const blockOf = {
  forward: { forwardConfig: {} },
  redirect: { redirectConfig: {} },
  'fixed-response': { fixedResponseConfig: { statusCode: 404 } },
  'authenticate-cognito': {
    authenticateCognitoConfig: { userPoolArn: 'arn', userPoolClientId: 'c', userPoolDomain: 'd' },
  },
  'authenticate-oidc': {
    authenticateOIDCConfig: {
      issuer: 'i',
      authorizationEndpoint: 'a',
      secret: { name: 's' },
      tokenEndpoint: 't',
      userInfoEndpoint: 'u',
    },
  },
  'jwt-validation': { jwtValidationConfig: authentication },
};
const validAction = type.map((name) => ({ type: name, ...blockOf[name] }));

const { actions, conditions } = unwrapped(listenerRuleConfiguration.spec.shape);
const { statusCode } = z.object(unwrapped(listenerRuleAction.shape).fixedResponseConfig.shape).shape;

function unwrapped<S extends Record<string, z.ZodMiniType>>(shape: S) {
  const inner = Object.entries(shape).map(([key, value]) => [
    key,
    value instanceof z.ZodMiniOptional ? value.def.innerType : value,
  ]);
  return Object.fromEntries(inner) as { [K in keyof S]: S[K] extends z.ZodMiniOptional<infer I> ? I : S[K] };
}

describe('CEL and predicate agree on', () => {
  it('which settings belong to which action', () => {
    expectEqualVerdicts(listenerRuleAction, action);
  });

  it('how many actions of a sort a rule may have', () => {
    expectEqualVerdicts(actions, fc.array(validAction, { minLength: 1, maxLength: 2 }));
  });

  it('which status codes a fixed response may have', () => {
    expectEqualVerdicts(statusCode, fc.integer({ min: 90, max: 700 }));
  });

  it('what a condition needs', () => {
    const condition = json(
      fc.record({ field: fc.constant('source-ip'), sourceIPConfig: optionally({ values: ['10.0.0.0/8'] }) }),
    );
    expectEqualVerdicts(conditions.def.element, condition);
  });

  it('which mutual TLS settings go with which mode', () => {
    const settings = json(
      fc.record({
        mode: fc.constantFrom('off', 'passthrough', 'verify'),
        trustStore: optionally('partners'),
        ignoreClientCertificateExpiry: optionally(true),
        advertiseTrustStoreCaNames: optionally('on'),
      }),
    );
    expectEqualVerdicts(mutualAuthentication, settings);
  });
});

describe('this file', () => {
  it('looks at every schema that has rules', () => {
    const covered = [listenerRuleAction, actions, statusCode, conditions.def.element, mutualAuthentication];
    const known = new Set(covered.flatMap((schema) => rulesOf(structuralSchema(schema), false)));
    expect(new Set(allRules())).toEqual(known);
  });
});

function allRules(): string[] {
  return configurationDefinitions().flatMap(({ versions }) => versions.flatMap(({ schema }) => rulesOf(schema, true)));
}

function rulesOf(schema: StructuralSchema, deep: boolean): string[] {
  const own = (schema['x-kubernetes-validations'] ?? []).map((rule) => rule.rule);
  const below = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return deep ? [...own, ...below.flatMap((sub) => rulesOf(sub, true))] : own;
}
