// Kinds of the Gateway API, trimmed to what we read. https://gateway-api.sigs.k8s.io/reference/spec/
// Defaults of the published CRDs are applied, except in parentRefs, which status must copy as written.
import type { LabelSelector, Labels } from '../base/labels.ts';
import type { ConditionStatus, ParsedObject } from './parsed-object.ts';

export interface GatewayClass extends ParsedObject {
  readonly kind: 'GatewayClass';
  readonly spec: {
    readonly controllerName: string;
    readonly description?: string;
    readonly parametersRef?: ParametersRef;
  };
  readonly status: { readonly conditions: readonly ConditionStatus[]; readonly supportedFeatures: readonly string[] };
}

export interface ParametersRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Gateway extends ParsedObject {
  readonly kind: 'Gateway';
  readonly spec: GatewaySpec;
  readonly status: GatewayStatus;
}

export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly ListenerSpec[];
  readonly addresses?: readonly { readonly type: string; readonly value?: string }[];
  readonly infrastructure?: {
    readonly labels?: Labels;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly parametersRef?: { readonly group: string; readonly kind: string; readonly name: string };
  };
  readonly allowedListeners?: { readonly namespaces?: NamespacePolicy };
  readonly tls?: GatewayTls;
  /** Experimental channel. */
  readonly defaultScope?: string;
}

export interface GatewayTls {
  readonly backend?: { readonly clientCertificateRef?: SecretRef };
  readonly frontend?: {
    readonly default: FrontendTls;
    readonly perPort?: readonly { readonly port: number; readonly tls: FrontendTls }[];
  };
}

export interface FrontendTls {
  readonly validation?: { readonly caCertificateRefs: readonly CaCertificateRef[]; readonly mode: string };
}

export interface CaCertificateRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface SecretRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** `from`: `All`, `Same`, `Selector`, and for ListenerSets `None`. */
export interface NamespacePolicy {
  readonly from: string;
  readonly selector?: LabelSelector;
}

/** A listener of a Gateway or an entry of a ListenerSet: the same fields in both. */
export interface ListenerSpec {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly tls?: {
    readonly mode: string;
    readonly certificateRefs?: readonly SecretRef[];
    readonly options?: Readonly<Record<string, string>>;
  };
  readonly allowedRoutes: {
    readonly namespaces: NamespacePolicy;
    readonly kinds?: readonly { readonly group: string; readonly kind: string }[];
  };
}

export interface GatewayStatus {
  readonly addresses: readonly { readonly type: string; readonly value: string }[];
  readonly conditions: readonly ConditionStatus[];
  readonly listeners: readonly ListenerStatus[];
  readonly attachedListenerSets?: number;
}

export interface ListenerStatus {
  readonly name: string;
  readonly supportedKinds: readonly { readonly group: string; readonly kind: string }[];
  readonly attachedRoutes: number;
  readonly conditions: readonly ConditionStatus[];
}

export interface ListenerSet extends ParsedObject {
  readonly kind: 'ListenerSet';
  readonly spec: {
    readonly parentRef: {
      readonly group: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace?: string;
    };
    readonly listeners: readonly ListenerSpec[];
  };
  readonly status: { readonly conditions: readonly ConditionStatus[]; readonly listeners: readonly ListenerStatus[] };
}

/** As written: absent group means `gateway.networking.k8s.io`, absent kind `Gateway`, absent namespace the route's. */
export interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** One entry of `status.parents`. Entries of other controllers are carried as read. */
export interface RouteParentStatus {
  readonly parentRef: ParentRef;
  readonly controllerName: string;
  readonly conditions: readonly ConditionStatus[];
}

export type Route = HttpRoute | GrpcRoute;

export interface HttpRoute extends ParsedObject {
  readonly kind: 'HTTPRoute';
  readonly spec: {
    readonly parentRefs: readonly ParentRef[];
    readonly hostnames: readonly string[];
    readonly rules: readonly HttpRouteRule[];
    /** Experimental channel. */
    readonly useDefaultGateways?: string;
  };
  readonly status: { readonly parents: readonly RouteParentStatus[] };
}

export interface HttpRouteRule {
  readonly name?: string;
  readonly matches: readonly HttpRouteMatch[];
  readonly filters: readonly RouteFilter[];
  readonly backendRefs: readonly RouteBackendRef[];
  readonly timeouts?: Readonly<Record<string, unknown>>;
  /** Experimental channel. */
  readonly retry?: Readonly<Record<string, unknown>>;
  /** Experimental channel. */
  readonly sessionPersistence?: Readonly<Record<string, unknown>>;
}

export interface HttpRouteMatch {
  readonly path: { readonly type: string; readonly value: string };
  readonly headers: readonly ValueMatch[];
  readonly queryParams: readonly ValueMatch[];
  readonly method?: string;
}

/** A header or query parameter match; `type` is `Exact` or `RegularExpression`. */
export interface ValueMatch {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

/** Filters of both route kinds. What ALB cannot do is kept as it is, to be refused by name. */
export interface RouteFilter {
  readonly type: string;
  readonly requestRedirect?: {
    readonly scheme?: string;
    readonly hostname?: string;
    readonly path?: PathModifierSpec;
    readonly port?: number;
    readonly statusCode: number;
  };
  readonly urlRewrite?: { readonly hostname?: string; readonly path?: PathModifierSpec };
  readonly extensionRef?: { readonly group: string; readonly kind: string; readonly name: string };
  readonly requestHeaderModifier?: Readonly<Record<string, unknown>>;
  readonly responseHeaderModifier?: Readonly<Record<string, unknown>>;
  readonly requestMirror?: Readonly<Record<string, unknown>>;
  readonly cors?: Readonly<Record<string, unknown>>;
  /** Experimental channel. */
  readonly externalAuth?: Readonly<Record<string, unknown>>;
}

export interface PathModifierSpec {
  readonly type: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
}

export interface RouteBackendRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight: number;
  readonly filters: readonly RouteFilter[];
}

export interface GrpcRoute extends ParsedObject {
  readonly kind: 'GRPCRoute';
  readonly spec: {
    readonly parentRefs: readonly ParentRef[];
    readonly hostnames: readonly string[];
    readonly rules: readonly GrpcRouteRule[];
    /** Experimental channel. */
    readonly useDefaultGateways?: string;
  };
  readonly status: { readonly parents: readonly RouteParentStatus[] };
}

export interface GrpcRouteRule {
  readonly name?: string;
  readonly matches: readonly GrpcRouteMatch[];
  readonly filters: readonly RouteFilter[];
  readonly backendRefs: readonly RouteBackendRef[];
  /** Experimental channel. */
  readonly sessionPersistence?: Readonly<Record<string, unknown>>;
}

export interface GrpcRouteMatch {
  readonly method?: { readonly type: string; readonly service?: string; readonly method?: string };
  readonly headers: readonly ValueMatch[];
}

export interface ReferenceGrant extends ParsedObject {
  readonly kind: 'ReferenceGrant';
  readonly spec: {
    readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
    readonly to: readonly { readonly group: string; readonly kind: string; readonly name?: string }[];
  };
}
