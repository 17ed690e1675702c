// HTTPRoute and GRPCRoute, with the defaults of their published CRDs.
import { conditions } from './metadata-shape.ts';
import type {
  GrpcRoute,
  GrpcRouteMatch,
  GrpcRouteRule,
  HttpRoute,
  HttpRouteMatch,
  HttpRouteRule,
  ParentRef,
  PathModifierSpec,
  RouteBackendRef,
  RouteFilter,
  RouteParentStatus,
  ValueMatch,
} from './objects.ts';
import { defaulted, type Fields, integer, list, opaque, optional, partOf, record, required, text } from './shape.ts';

const parentRefFields: Fields<ParentRef> = {
  group: optional(text),
  kind: optional(text),
  namespace: optional(text),
  name: required(text),
  sectionName: optional(text),
  port: optional(integer),
};

const parentRefs = list(record<ParentRef>(parentRefFields));

const pathModifier = record<PathModifierSpec>({
  type: required(text),
  replaceFullPath: optional(text),
  replacePrefixMatch: optional(text),
});

const filters = list(
  record<RouteFilter>({
    type: required(text),
    requestRedirect: optional(
      record<NonNullable<RouteFilter['requestRedirect']>>({
        scheme: optional(text),
        hostname: optional(text),
        path: optional(pathModifier),
        port: optional(integer),
        statusCode: defaulted(integer, 302),
      }),
    ),
    urlRewrite: optional(
      record<NonNullable<RouteFilter['urlRewrite']>>({ hostname: optional(text), path: optional(pathModifier) }),
    ),
    extensionRef: optional(
      record<NonNullable<RouteFilter['extensionRef']>>({
        group: required(text),
        kind: required(text),
        name: required(text),
      }),
    ),
    requestHeaderModifier: optional(opaque),
    responseHeaderModifier: optional(opaque),
    requestMirror: optional(opaque),
    cors: optional(opaque),
    externalAuth: optional(opaque),
  }),
);

const backendRefs = list(
  record<RouteBackendRef>({
    group: defaulted(text, ''),
    kind: defaulted(text, 'Service'),
    name: required(text),
    namespace: optional(text),
    port: optional(integer),
    weight: defaulted(integer, 1),
    filters: defaulted<readonly RouteFilter[]>(filters, []),
  }),
);

const valueMatches = list(
  record<ValueMatch>({ type: defaulted(text, 'Exact'), name: required(text), value: required(text) }),
);

const httpMatches = list(
  record<HttpRouteMatch>({
    path: defaulted<HttpRouteMatch['path']>(
      record<HttpRouteMatch['path']>({ type: defaulted(text, 'PathPrefix'), value: defaulted(text, '/') }),
      { type: 'PathPrefix', value: '/' },
    ),
    headers: defaulted<readonly ValueMatch[]>(valueMatches, []),
    queryParams: defaulted<readonly ValueMatch[]>(valueMatches, []),
    method: optional(text),
  }),
);

const httpRules = list(
  record<HttpRouteRule>({
    name: optional(text),
    matches: defaulted<readonly HttpRouteMatch[]>(httpMatches, []),
    filters: defaulted<readonly RouteFilter[]>(filters, []),
    backendRefs: defaulted<readonly RouteBackendRef[]>(backendRefs, []),
    timeouts: optional(opaque),
    retry: optional(opaque),
    sessionPersistence: optional(opaque),
  }),
);

/** A route without rules has one that matches every path and has no backend, as the CRD's default says. */
const onlyRule: HttpRouteRule = {
  matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [], queryParams: [] }],
  filters: [],
  backendRefs: [],
};

export const httpRouteSpec = record<HttpRoute['spec']>({
  parentRefs: defaulted<readonly ParentRef[]>(parentRefs, []),
  hostnames: defaulted<readonly string[]>(list(text), []),
  rules: defaulted<readonly HttpRouteRule[]>(httpRules, [onlyRule]),
  useDefaultGateways: optional(text),
});

const grpcMatches = list(
  record<GrpcRouteMatch>({
    method: optional(
      record<NonNullable<GrpcRouteMatch['method']>>({
        type: defaulted(text, 'Exact'),
        service: optional(text),
        method: optional(text),
      }),
    ),
    headers: defaulted<readonly ValueMatch[]>(valueMatches, []),
  }),
);

const grpcRules = list(
  record<GrpcRouteRule>({
    name: optional(text),
    matches: defaulted<readonly GrpcRouteMatch[]>(grpcMatches, []),
    filters: defaulted<readonly RouteFilter[]>(filters, []),
    backendRefs: defaulted<readonly RouteBackendRef[]>(backendRefs, []),
    sessionPersistence: optional(opaque),
  }),
);

export const grpcRouteSpec = record<GrpcRoute['spec']>({
  parentRefs: defaulted<readonly ParentRef[]>(parentRefs, []),
  hostnames: defaulted<readonly string[]>(list(text), []),
  rules: defaulted<readonly GrpcRouteRule[]>(grpcRules, []),
  useDefaultGateways: optional(text),
});

export const routeStatus = partOf<{ readonly parents: readonly RouteParentStatus[] }>({
  parents: defaulted<readonly RouteParentStatus[]>(
    list(
      partOf<RouteParentStatus>({
        parentRef: required(partOf<ParentRef>(parentRefFields)),
        controllerName: required(text),
        conditions: defaulted<RouteParentStatus['conditions']>(conditions, []),
      }),
    ),
    [],
  ),
});
