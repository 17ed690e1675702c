// Requests near a world's routes: most of them satisfy some match or miss it narrowly.
import fc from 'fast-check';
import { expressions, grpcMethods, grpcServices, pick, valueExpressions } from './alphabets.ts';
import { changeNames, changes, concrete } from './request-changes.ts';
import type { Change } from './request-changes.ts';
import type { MatchSpec, RouteSpec, RoutingWorld, ValueSpec } from './routing-world.ts';
import type { ClientRequest } from './specification.ts';

/** How to make a request from a world: which match to satisfy, and what to change then. Numbers are taken modulo. */
export interface Aim {
  readonly route: number;
  readonly rule: number;
  readonly match: number;
  readonly listener: number;
  readonly host: number;
  readonly sample: number;
  /** A match whose headers and parameters the request has too; absent: none. */
  readonly beside?: number;
  readonly changes: readonly Change[];
}

const some = fc.nat(40);
export const aims: fc.Arbitrary<Aim> = fc.record(
  {
    ...{ route: some, rule: some, match: some, listener: some, host: some, sample: some, beside: some },
    changes: fc.array(fc.tuple(fc.constantFrom(...changeNames), some), { maxLength: 3 }),
  },
  { requiredKeys: ['route', 'rule', 'match', 'listener', 'host', 'sample', 'changes'] },
);

/** The request that satisfies a match as far as that is possible at once, with the changes made. */
export function requestNear(world: RoutingWorld, aim: Aim): ClientRequest {
  const route = pick(world.routes, aim.route);
  const isGrpc = route?.kind === 'GRPCRoute';
  const request = { ...satisfying(world, aim, isGrpc), ...addressed(world, aim, route) };
  const changed = aim.changes.reduce((from, [what, which]) => changes[what](from, which), request);
  if (!isGrpc) return changed;
  return { ...changed, method: 'POST', path: /^\/[^/]+\/[^/]+$/.test(changed.path) ? changed.path : request.path };
}

/** To a listener that the route names, and to a host of both where there is one. */
function addressed(
  { listeners }: RoutingWorld,
  aim: Aim,
  route: RouteSpec | undefined,
): Pick<ClientRequest, 'port' | 'host'> {
  const attached = listeners.filter(({ name }) => (route?.sectionName ?? name) === name);
  const listener = pick(attached.length === 0 ? listeners : attached, aim.listener);
  const hosts = [...(route?.hostnames ?? []), listener?.hostname ?? 'z.io'].map((host) => concrete(host, aim.sample));
  const served = hosts.filter((host) => host.endsWith((listener?.hostname ?? '').replace('*', '')));
  return { port: listener?.port ?? 80, host: pick(served.length === 0 ? hosts : served, aim.host) ?? 'z.io' };
}

function satisfying({ routes }: RoutingWorld, aim: Aim, isGrpc: boolean): Omit<ClientRequest, 'port' | 'host'> {
  const match = pick(pick(pick(routes, aim.route)?.rules ?? [], aim.rule)?.matches ?? [], aim.match) ?? {};
  const all = routes.flatMap(({ rules }) => rules.flatMap(({ matches }) => matches));
  const both = [match, ...(aim.beside === undefined ? [] : [pick(all, aim.beside) ?? {}])];
  return {
    method: typeof match.method === 'string' ? match.method : 'GET',
    path: pathFor(match, aim.sample, isGrpc),
    query: queryFor(both.flatMap(({ queryParams = [] }) => queryParams)),
    headers: both.flatMap(({ headers = [] }) =>
      headers.map((asked) => [asked.name, valueFor(asked, aim.sample)] as const),
    ),
  };
}

/** Each parameter once: what a repeated one means is undefined. */
function queryFor(params: readonly ValueSpec[]): string {
  return params
    .filter(({ name }, index) => params.findIndex((other) => other.name === name) === index)
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');
}

function pathFor({ path: asked, method }: MatchSpec, sample: number, isGrpc: boolean): string {
  if (isGrpc) {
    const { service, method: name } = typeof method === 'object' ? method : {};
    return `/${service ?? pick(grpcServices, sample) ?? ''}/${name ?? pick(grpcMethods, sample) ?? ''}`;
  }
  if (asked === undefined) return '/';
  return asked.type === 'RegularExpression' ? (pick(expressions[asked.value] ?? [], sample) ?? '/') : asked.value;
}

function valueFor({ type, value }: ValueSpec, sample: number): string {
  return type === 'Exact' ? value : (pick(valueExpressions[value] ?? [], sample) ?? value);
}
