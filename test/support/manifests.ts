// Random Gateways and routes for laws: small alphabets, so that hosts, paths and names meet often.
import fc from 'fast-check';
import {
  aBackendRef,
  aGateway,
  aGrpcRoute,
  aLoadBalancerConfiguration,
  anHttpRoute,
  anHttpsListener,
  aListener,
} from './builders.ts';
import type { RawObject } from './builders.ts';

type Part = Readonly<Record<string, unknown>>;

const hosts = ['shop.example.com', '*.example.com', 'a.example.com', '*.com', 'x.org'];
const listenerHosts = [undefined, '*.example.com', 'shop.example.com'];
const paths = ['/', '/a', '/a/', '/a/b', '/b', '/b*'];
const fileNames = ['p', 'q', 'r', 's', 't', 'u'];

const listenerPart = fc.record({
  port: fc.constantFrom(80, 8080),
  hostname: fc.constantFrom(...listenerHosts),
  isSecure: fc.boolean(),
});

/** Gateway `shop/web` with up to four listeners; no port has two protocols, no port and hostname come twice. */
export const gatewayArbitrary: fc.Arbitrary<RawObject> = fc
  .uniqueArray(listenerPart, {
    minLength: 1,
    maxLength: 4,
    selector: ({ port, hostname, isSecure }) => `${port} ${hostname ?? ''} ${isSecure}`,
  })
  .map((parts) => aGateway({ listeners: parts.map(listenerOf), infrastructure: { parametersRef } }));

const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };

/** What the random Gateways refer to: a certificate for each port that may be an HTTPS one. */
export const certificates = aLoadBalancerConfiguration({
  listenerConfigurations: [443, 8443].map((port) => ({
    protocolPort: `HTTPS:${port}`,
    defaultCertificate: 'arn:aws:acm:us-west-2:111122223333:certificate/a',
  })),
});

function listenerOf(
  { port, hostname, isSecure }: { port: number; hostname: string | undefined; isSecure: boolean },
  index: number,
): Part {
  const part = { name: `l${index}`, ...(hostname === undefined ? {} : { hostname }) };
  return isSecure ? anHttpsListener({ ...part, port: port + 363 }) : aListener({ ...part, port });
}

const pathMatch = fc.record({
  type: fc.constantFrom('Exact', 'PathPrefix', 'RegularExpression'),
  value: fc.constantFrom(...paths),
});
const valueMatch = fc.record({
  type: fc.constantFrom('Exact', 'RegularExpression'),
  name: fc.constantFrom('x', 'y'),
  value: fc.constantFrom('1', '1,2', 'a.*'),
});

const matchArbitrary: fc.Arbitrary<Part> = fc.record(
  {
    path: pathMatch,
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.array(valueMatch, { maxLength: 3 }),
    queryParams: fc.array(valueMatch, { maxLength: 2 }),
  },
  { requiredKeys: ['path'] },
);

const backendArbitrary: fc.Arbitrary<Part> = fc
  .record({ name: fc.constantFrom('app', 'app', 'missing'), weight: fc.constantFrom(0, 1, 9, 5000) })
  .map((part) => aBackendRef(part));

const filterArbitrary: fc.Arbitrary<Part> = fc.constantFrom<Part>(
  { type: 'URLRewrite', urlRewrite: { hostname: 'inner.example.com' } },
  { type: 'RequestMirror', requestMirror: {} },
);

const ruleArbitrary: fc.Arbitrary<Part> = fc.record(
  {
    matches: fc.array(matchArbitrary, { maxLength: 3 }),
    backendRefs: fc.array(backendArbitrary, { maxLength: 3 }),
    filters: fc.array(filterArbitrary, { maxLength: 1 }),
  },
  { requiredKeys: ['matches', 'backendRefs'] },
);

const ageArbitrary = fc.integer({ min: 0, max: 3 }).map((seconds) => `2026-01-01T00:00:0${seconds}Z`);

function routeArbitrary(name: string): fc.Arbitrary<RawObject> {
  return fc
    .record({
      hostnames: fc.uniqueArray(fc.constantFrom(...hosts), { maxLength: 2 }),
      rules: fc.array(ruleArbitrary, { minLength: 1, maxLength: 3 }),
      age: ageArbitrary,
    })
    .map(({ hostnames, rules, age }) =>
      anHttpRoute({ hostnames, rules }, { name, metadata: { creationTimestamp: age } }),
    );
}

const grpcArbitrary: fc.Arbitrary<RawObject> = ageArbitrary.map((age) =>
  aGrpcRoute(
    {
      rules: [
        { matches: [{ method: { type: 'Exact', service: 'a', method: 'b' } }, {}], backendRefs: [aBackendRef()] },
      ],
    },
    { metadata: { creationTimestamp: age } },
  ),
);

/** Up to six HTTPRoutes, perhaps a GRPCRoute; some of their parts are wrong. */
export const routesArbitrary: fc.Arbitrary<readonly RawObject[]> = fc
  .tuple(
    fc
      .integer({ min: 0, max: fileNames.length })
      .chain((count) => fc.tuple(...fileNames.slice(0, count).map(routeArbitrary))),
    fc.option(grpcArbitrary, { nil: undefined }),
  )
  .map(([routes, grpc]) => (grpc === undefined ? routes : [...routes, grpc]));

/** A route younger than all others of which nothing can be served as written. */
export const brokenRouteArbitrary: fc.Arbitrary<RawObject> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...hosts), { maxLength: 2 }),
    matchArbitrary,
    fc.constantFrom<Part>(
      { filters: [{ type: 'RequestMirror', requestMirror: {} }], backendRefs: [aBackendRef()] },
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'ftp', statusCode: 302 } }] },
      {
        filters: [
          {
            type: 'ExtensionRef',
            extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'missing' },
          },
        ],
      },
      { backendRefs: [aBackendRef({ name: 'missing' })] },
      { backendRefs: [...'abcdef'].map((name) => aBackendRef({ name })) },
      { backendRefs: [aBackendRef({ weight: 0 })] },
    ),
  )
  .map(([hostnames, match, part]) =>
    anHttpRoute(
      { hostnames, rules: [{ matches: [match], ...part }] },
      { name: 'zz-broken', metadata: { creationTimestamp: '2026-02-01T00:00:00Z' } },
    ),
  );
