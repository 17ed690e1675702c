// Who answers a request, by the text of the Gateway API specification alone. It knows nothing of load balancers and shares
// no line with the translation that it judges.
//
//   listener   the most specific one of the port whose hostname matches; no other one is asked    #listener (isolation)
//   hostname   of the route at the listener, which is the intersection of theirs: exact first,
//              then more characters                                                               #httproutespec
//   path       Exact, then RegularExpression (the specification leaves its place open), then
//              the prefix with more characters; elements are compared whole, a final slash not    #httproutematch
//   then       with a method, more headers, more query parameters, older route, namespace/name,
//              first rule, first match                                                            #httprouterule
//   gRPC       characters of the service, of the method, more headers, then as above              #grpcrouterule
// https://gateway-api.sigs.k8s.io/reference/spec/
import { namespace, services } from './routing-world.ts';
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

/** A request as a client sends it. */
export interface ClientRequest {
  readonly port: number;
  /** Perhaps with a port, in any letter case. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export type Outcome =
  | { readonly say: 'status'; readonly status: 404 | 500 }
  | { readonly say: 'redirect'; readonly status: number; readonly location: string }
  /** Share of each Service, 0 to 1; `invalid` for backends that do not exist. */
  | {
      readonly say: 'forward';
      readonly shares: Readonly<Record<string, number>>;
      readonly host: string;
      readonly target: string;
    };

export interface Verdict {
  readonly outcome: Outcome;
  /** The match that answers, if there is one. */
  readonly winner?: Candidate;
  /** How many matches of the listener the request satisfies. */
  readonly candidates: number;
}

export interface Candidate {
  readonly route: RouteSpec;
  readonly rule: number;
  readonly match: number;
  readonly hostname: string;
  readonly spec: MatchSpec;
}

/** What must happen to the request. */
export function judge(world: RoutingWorld, request: ClientRequest): Verdict {
  const host = request.host.replace(/:\d+$/, '').toLowerCase();
  const listener = listenerFor(world, request.port, host);
  if (listener === undefined) return { outcome: { say: 'status', status: 404 }, candidates: 0 };
  const candidates = world.routes.flatMap((route) => candidatesOf(route, listener, { ...request, host }));
  const [winner] = candidates.sort(byPrecedence);
  if (winner === undefined) return { outcome: { say: 'status', status: 404 }, candidates: 0 };
  return { outcome: outcomeOf(winner, listener, request), winner, candidates: candidates.length };
}

function listenerFor({ listeners }: RoutingWorld, port: number, host: string): ListenerSpec | undefined {
  return listeners
    .filter((listener) => listener.port === port && matchesHost(listener.hostname, host))
    .sort((a, b) => specificity(b.hostname) - specificity(a.hostname))[0];
}

/** A wildcard stands for one or more labels. No hostname matches every host. */
function matchesHost(hostname: string | undefined, host: string): boolean {
  if (hostname === undefined) return true;
  if (!hostname.startsWith('*.')) return hostname === host;
  return host.endsWith(hostname.slice(1)) && host.length > hostname.length - 1;
}

function specificity(hostname: string | undefined): number {
  if (hostname === undefined) return 0;
  return hostname.startsWith('*.') ? hostname.length : 1000 + hostname.length;
}

function candidatesOf(route: RouteSpec, listener: ListenerSpec, request: ClientRequest): readonly Candidate[] {
  if (route.sectionName !== undefined && route.sectionName !== listener.name) return [];
  if (route.kind === 'GRPCRoute' && listener.protocol !== 'HTTPS') return [];
  const own = route.hostnames.length === 0 ? [undefined] : route.hostnames;
  const [hostname] = own
    .filter((candidate) => matchesHost(candidate, request.host))
    .map((candidate) => (specificity(candidate) > specificity(listener.hostname) ? candidate : listener.hostname))
    .sort((a, b) => specificity(b) - specificity(a))
    .map((narrower) => narrower ?? '');
  if (hostname === undefined) return [];
  return route.rules.flatMap(({ matches }, rule) =>
    (matches.length === 0 ? [{}] : matches).flatMap((spec, match) =>
      satisfies(spec, request) ? [{ route, rule, match, hostname, spec }] : [],
    ),
  );
}

function satisfies(match: MatchSpec, request: ClientRequest): boolean {
  const parameters = new URLSearchParams(request.query);
  return (
    satisfiesPath(match, request.path) &&
    (typeof match.method === 'object' || match.method === undefined || match.method === request.method) &&
    firstOfEachName(match.headers, (name) => name.toLowerCase()).every((header) =>
      request.headers.some(
        ([name, value]) => name.toLowerCase() === header.name.toLowerCase() && hasValue(header, value),
      ),
    ) &&
    firstOfEachName(match.queryParams, (name) => name).every((parameter) =>
      parameters.getAll(parameter.name).some((value) => hasValue(parameter, value)),
    )
  );
}

/** Of entries with equivalent names only the first counts. */
function firstOfEachName(values: readonly ValueSpec[] = [], sameName: (name: string) => string): readonly ValueSpec[] {
  return values.filter(
    ({ name }, index) => values.findIndex((other) => sameName(other.name) === sameName(name)) === index,
  );
}

function hasValue({ type, value }: ValueSpec, actual: string): boolean {
  return type === 'Exact' ? value === actual : new RegExp(`^(?:${value})$`).test(actual);
}

function satisfiesPath({ path, method }: MatchSpec, actual: string): boolean {
  if (typeof method === 'object') {
    const [, service, name, ...rest] = actual.split('/');
    return (
      rest.length === 0 &&
      (method.service === undefined || method.service === service) &&
      (method.method === undefined || method.method === name)
    );
  }
  if (path === undefined) return true;
  if (path.type === 'Exact') return path.value === actual;
  if (path.type === 'RegularExpression') return new RegExp(`^(?:${path.value})$`).test(actual);
  const elements = actual.split('/');
  return elementsOf(path.value).every((element, index) => elements[index] === element);
}

/** A final slash makes no difference. */
function elementsOf(prefix: string): readonly string[] {
  return prefix.replace(/\/+$/, '').split('/');
}

function byPrecedence(a: Candidate, b: Candidate): number {
  const differences = [
    specificity(b.hostname === '' ? undefined : b.hostname) - specificity(a.hostname === '' ? undefined : a.hostname),
    ...pathDifferences(a.spec, b.spec),
    Number(typeof b.spec.method === 'string') - Number(typeof a.spec.method === 'string'),
    firstOfEachName(b.spec.headers, (name) => name.toLowerCase()).length -
      firstOfEachName(a.spec.headers, (name) => name.toLowerCase()).length,
    firstOfEachName(b.spec.queryParams, (name) => name).length -
      firstOfEachName(a.spec.queryParams, (name) => name).length,
    a.route.age - b.route.age,
    `${namespace}/${a.route.name}` < `${namespace}/${b.route.name}` ? -1 : Number(a.route.name !== b.route.name),
    a.rule - b.rule,
    a.match - b.match,
  ];
  return differences.find((difference) => difference !== 0) ?? 0;
}

function pathDifferences(a: MatchSpec, b: MatchSpec): readonly number[] {
  const characters = ({ method }: MatchSpec, part: 'service' | 'method'): number =>
    typeof method === 'object' ? (method[part]?.length ?? 0) : 0;
  const kind = ({ path }: MatchSpec): number =>
    ({ Exact: 2, RegularExpression: 1, PathPrefix: 0 })[path?.type ?? 'PathPrefix'];
  const length = ({ path }: MatchSpec): number =>
    path?.type === 'PathPrefix' ? elementsOf(path.value).join('/').length : (path?.value.length ?? 0);
  return [
    characters(b, 'service') - characters(a, 'service'),
    characters(b, 'method') - characters(a, 'method'),
    kind(b) - kind(a),
    length(b) - length(a),
  ];
}

function outcomeOf({ route, rule, spec }: Candidate, listener: ListenerSpec, request: ClientRequest): Outcome {
  const { filters, backendRefs } = route.rules[rule] ?? { filters: [], backendRefs: [] };
  for (const filter of filters)
    if (filter.type === 'RequestRedirect') return redirection(filter, spec, listener, request);
  const shares = sharesOf(backendRefs);
  if (shares === undefined) return { say: 'status', status: 500 };
  const [rewrite] = filters.flatMap((filter) => (filter.type === 'URLRewrite' ? [filter.urlRewrite] : []));
  const path = replacedPath(rewrite?.path, spec, request.path);
  return {
    say: 'forward',
    shares,
    host: rewrite?.hostname ?? request.host,
    target: request.query === '' ? path : `${path}?${request.query}`,
  };
}

/** Invalid backends keep their share, which fails. Undefined: nothing valid has weight. */
function sharesOf(backendRefs: RuleSpec['backendRefs']): Readonly<Record<string, number>> | undefined {
  const total = backendRefs.reduce((sum, { weight }) => sum + weight, 0);
  if (!backendRefs.some(({ name, weight }) => services.includes(name) && weight > 0)) return undefined;
  const shares: Record<string, number> = {};
  for (const { name, weight } of backendRefs.filter((ref) => ref.weight > 0)) {
    const who = services.includes(name) ? name : 'invalid';
    shares[who] = (shares[who] ?? 0) + weight / total;
  }
  return shares;
}

function redirection(
  { requestRedirect }: Extract<FilterSpec, { readonly type: 'RequestRedirect' }>,
  spec: MatchSpec,
  listener: ListenerSpec,
  request: ClientRequest,
): Outcome {
  const scheme = requestRedirect.scheme ?? listener.protocol.toLowerCase();
  const host = requestRedirect.hostname ?? request.host.replace(/:\d+$/, '');
  const wellKnown = scheme === 'https' ? 443 : 80;
  const port = requestRedirect.port ?? (requestRedirect.scheme === undefined ? listener.port : wellKnown);
  const path = replacedPath(requestRedirect.path, spec, request.path);
  const query = request.query === '' ? '' : `?${request.query}`;
  return {
    say: 'redirect',
    status: requestRedirect.statusCode,
    location: `${scheme}://${host}:${port}${path}${query}`,
  };
}

/** By the table of ReplacePrefixMatch: #httppathmodifier. */
function replacedPath(modifier: PathModifierSpec | undefined, { path }: MatchSpec, actual: string): string {
  if (modifier === undefined) return actual;
  if (modifier.type === 'ReplaceFullPath') return modifier.replaceFullPath || '/';
  const prefix = path?.value.replace(/\/+$/, '') ?? '';
  return `${modifier.replacePrefixMatch.replace(/\/+$/, '')}${actual.slice(prefix.length)}` || '/';
}
