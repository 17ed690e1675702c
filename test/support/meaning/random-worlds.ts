// Random routing worlds: what a Gateway API user may write and ALB can say.
import fc from 'fast-check';
import {
  listenerHosts,
  routeHosts,
  prefixes,
  exactPaths,
  expressions,
  valueExpressions,
  headerValues,
  queryValues,
  methods,
  grpcServices,
  grpcMethods,
} from './alphabets.ts';
import type {
  FilterSpec,
  ListenerSpec,
  MatchSpec,
  PathModifierSpec,
  RouteSpec,
  RoutingWorld,
  RuleSpec,
  ValueSpec,
} from './routing-world.ts';

const path: fc.Arbitrary<NonNullable<MatchSpec['path']>> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('PathPrefix' as const), value: fc.constantFrom(...prefixes) }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('Exact' as const), value: fc.constantFrom(...exactPaths) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('RegularExpression' as const),
      value: fc.constantFrom(...Object.keys(expressions)),
    }),
  },
);

function values(names: readonly string[], exact: readonly string[], regex: readonly string[]): fc.Arbitrary<ValueSpec> {
  const name = fc.constantFrom(...names);
  const literal = fc.record({ type: fc.constant('Exact' as const), name, value: fc.constantFrom(...exact) });
  if (regex.length === 0) return literal;
  const expression = fc.record({
    type: fc.constant('RegularExpression' as const),
    name,
    value: fc.constantFrom(...regex),
  });
  return fc.oneof({ weight: 3, arbitrary: literal }, { weight: 1, arbitrary: expression });
}

const header = values(['x', 'y', 'X'], headerValues, Object.keys(valueExpressions));
const queryParam = values(['q', 'r'], queryValues, []);

const httpMatch: fc.Arbitrary<MatchSpec> = fc
  .record({
    path: fc.option(path, { nil: undefined, freq: 8 }),
    method: fc.option(fc.constantFrom(...methods), { nil: undefined, freq: 2 }),
    headers: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(header, { minLength: 1, maxLength: 2 }) },
    ),
    queryParams: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(queryParam, { maxLength: 2 }) },
    ),
  })
  .map(({ path: asked, method, headers, queryParams }) => ({
    path: asked ?? { type: 'PathPrefix' as const, value: '/' },
    ...(method === undefined ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(queryParams.length === 0 ? {} : { queryParams }),
  }));

const grpcMatch: fc.Arbitrary<MatchSpec> = fc
  .record({
    service: fc.option(fc.constantFrom(...grpcServices), { nil: undefined, freq: 3 }),
    method: fc.option(fc.constantFrom(...grpcMethods), { nil: undefined, freq: 3 }),
    headers: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(header, { maxLength: 2 }) },
    ),
  })
  .map(({ service, method, headers }) => ({
    ...(service === undefined && method === undefined
      ? {}
      : {
          method: {
            type: 'Exact' as const,
            ...(service === undefined ? {} : { service }),
            ...(method === undefined ? {} : { method }),
          },
        }),
    ...(headers.length === 0 ? {} : { headers }),
  }));

const backendRefs: fc.Arbitrary<RuleSpec['backendRefs']> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('one', 'two').map((name) => [{ name, weight: 1 }]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({ name: fc.constantFrom('one', 'two', 'three', 'missing'), weight: fc.constantFrom(0, 1, 3, 5000) }),
      { maxLength: 3 },
    ),
  },
);

const pathModifier: fc.Arbitrary<PathModifierSpec> = fc.oneof(
  fc.record({ type: fc.constant('ReplaceFullPath' as const), replaceFullPath: fc.constantFrom('/new', '/') }),
  fc.record({
    type: fc.constant('ReplacePrefixMatch' as const),
    replacePrefixMatch: fc.constantFrom('/new', '/new/', '/', '', '/a'),
  }),
);

const redirect: fc.Arbitrary<FilterSpec> = fc
  .record(
    {
      scheme: fc.constant('https'),
      hostname: fc.constantFrom('new.io'),
      port: fc.constantFrom(8443, 80),
      path: pathModifier,
      statusCode: fc.constantFrom(301, 302),
    },
    { requiredKeys: ['statusCode'] },
  )
  .map((requestRedirect) => ({ type: 'RequestRedirect', requestRedirect }));

const rewrite: fc.Arbitrary<FilterSpec> = fc
  .record({ hostname: fc.constantFrom('inner.io'), path: pathModifier }, { requiredKeys: [] })
  .map((urlRewrite) => ({ type: 'URLRewrite', urlRewrite }));

const filters: fc.Arbitrary<readonly FilterSpec[]> = fc.oneof(
  { weight: 8, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: redirect.map((filter) => [filter]) },
  { weight: 1, arbitrary: rewrite.map((filter) => [filter]) },
);

/** ReplacePrefixMatch is for rules whose matches are all prefixes; the API server refuses others. */
function withFittingPaths(rule: RuleSpec): RuleSpec {
  const isPrefixed = rule.filters.some((filter) => {
    const modifier = filter.type === 'RequestRedirect' ? filter.requestRedirect.path : filter.urlRewrite.path;
    return modifier?.type === 'ReplacePrefixMatch';
  });
  if (!isPrefixed) return rule;
  const matches = rule.matches.slice(0, 1).map((match) => ({
    ...match,
    path: { type: 'PathPrefix' as const, value: match.path?.type === 'PathPrefix' ? match.path.value : '/a' },
  }));
  return { ...rule, matches: matches.length === 0 ? [{ path: { type: 'PathPrefix', value: '/a' } }] : matches };
}

const httpRule: fc.Arbitrary<RuleSpec> = fc
  .record({ matches: fc.array(httpMatch, { minLength: 1, maxLength: 4 }), filters, backendRefs })
  .map(withFittingPaths)
  .map((rule) => (rule.filters[0]?.type === 'RequestRedirect' ? { ...rule, backendRefs: [] } : rule));

const grpcRule: fc.Arbitrary<RuleSpec> = fc.record({
  matches: fc.array(grpcMatch, { maxLength: 3 }),
  filters: fc.constant([]),
  backendRefs,
});

const listeners: fc.Arbitrary<readonly ListenerSpec[]> = fc
  .uniqueArray(fc.record({ hostname: fc.constantFrom(...listenerHosts), port: fc.constantFrom(80, 80, 443) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ hostname, port }) => `${hostname ?? ''} ${port}`,
  })
  .map((parts) =>
    parts.map(({ hostname, port }, index) => ({
      name: `l${index}`,
      port,
      protocol: port === 443 ? ('HTTPS' as const) : ('HTTP' as const),
      ...(hostname === undefined ? {} : { hostname }),
    })),
  );

function routes(
  kind: RouteSpec['kind'],
  rule: fc.Arbitrary<RuleSpec>,
  count: number,
): fc.Arbitrary<readonly RouteSpec[]> {
  const route = fc
    .record({
      age: fc.integer({ min: 0, max: 3 }),
      section: fc.option(fc.nat(count - 1), { nil: undefined, freq: 2 }),
      hostnames: fc.uniqueArray(fc.constantFrom(...routeHosts), { maxLength: 3 }),
      rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    })
    .map(({ section, ...part }) => ({
      kind,
      ...part,
      ...(section === undefined ? {} : { sectionName: `l${section}` }),
    }));
  return fc
    .array(route, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part, index) => ({ ...part, name: 'rqps'.charAt(index) })));
}

/** HTTPRoutes on HTTP and HTTPS, or GRPCRoutes on HTTPS: kinds that share hosts are a conflict, and not this law's. */
export const worlds: fc.Arbitrary<RoutingWorld> = listeners.chain((some) =>
  fc
    .oneof(
      { weight: 5, arbitrary: routes('HTTPRoute', httpRule, some.length) },
      { weight: 1, arbitrary: routes('GRPCRoute', grpcRule, some.length) },
    )
    .map((each) => ({
      listeners:
        each[0]?.kind === 'GRPCRoute'
          ? some.map((listener) => ({ ...listener, port: 443, protocol: 'HTTPS' as const })).filter(isFirstOfItsHost)
          : some,
      routes: each,
    })),
);

function isFirstOfItsHost({ hostname }: ListenerSpec, index: number, all: readonly ListenerSpec[]): boolean {
  return all.findIndex((other) => other.hostname === hostname) === index;
}
