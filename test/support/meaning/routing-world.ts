// A Gateway with listeners and routes, in the shapes of the Gateway API, as small as the law of meaning needs them.
import {
  aBackendRef,
  aGateway,
  aGrpcRoute,
  aListener,
  aLoadBalancerConfiguration,
  anHttpRoute,
  anHttpsListener,
  aParentRef,
  aService,
} from '../builders.ts';
import type { Part, RawObject } from '../builders.ts';

export interface RoutingWorld {
  readonly listeners: readonly ListenerSpec[];
  readonly routes: readonly RouteSpec[];
}

export interface ListenerSpec {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly hostname?: string;
}

export interface RouteSpec {
  readonly kind: 'HTTPRoute' | 'GRPCRoute';
  readonly name: string;
  /** Seconds after some moment. */
  readonly age: number;
  /** Listener that the only parentRef names; absent: all. */
  readonly sectionName?: string;
  readonly hostnames: readonly string[];
  readonly rules: readonly RuleSpec[];
}

export interface RuleSpec {
  readonly matches: readonly MatchSpec[];
  readonly filters: readonly FilterSpec[];
  readonly backendRefs: readonly { readonly name: string; readonly weight: number }[];
}

/** HTTPRouteMatch or GRPCRouteMatch. */
export interface MatchSpec {
  readonly path?: { readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression'; readonly value: string };
  readonly method?: string | { readonly type: 'Exact'; readonly service?: string; readonly method?: string };
  readonly headers?: readonly ValueSpec[];
  readonly queryParams?: readonly ValueSpec[];
}

export interface ValueSpec {
  readonly type: 'Exact' | 'RegularExpression';
  readonly name: string;
  readonly value: string;
}

export type PathModifierSpec =
  | { readonly type: 'ReplaceFullPath'; readonly replaceFullPath: string }
  | { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };

export type FilterSpec =
  | {
      readonly type: 'RequestRedirect';
      readonly requestRedirect: {
        readonly scheme?: string;
        readonly hostname?: string;
        readonly port?: number;
        readonly path?: PathModifierSpec;
        readonly statusCode: number;
      };
    }
  | {
      readonly type: 'URLRewrite';
      readonly urlRewrite: { readonly hostname?: string; readonly path?: PathModifierSpec };
    };

/** Of the Gateway and its routes. */
export const namespace = 'shop';
/** Services that exist. */
export const services = ['one', 'two', 'three'];

/** The world as Kubernetes objects, Services and a certificate for HTTPS included. */
export function objectsOf({ listeners, routes }: RoutingWorld): readonly RawObject[] {
  const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };
  const defaultCertificate = 'arn:aws:acm:us-west-2:111122223333:certificate/a';
  return [
    aLoadBalancerConfiguration({ listenerConfigurations: [{ protocolPort: 'HTTPS:443', defaultCertificate }] }),
    aGateway({ listeners: listeners.map(listenerOf), infrastructure: { parametersRef } }),
    ...services.map((name) => aService({}, { name })),
    ...routes.map(routeOf),
  ];
}

function listenerOf({ protocol, ...part }: ListenerSpec): Part {
  return protocol === 'HTTPS' ? anHttpsListener(part) : aListener(part);
}

function routeOf({ kind, name, age, sectionName, hostnames, rules }: RouteSpec): RawObject {
  const spec = {
    parentRefs: [aParentRef(sectionName === undefined ? {} : { sectionName })],
    hostnames,
    rules: rules.map((rule) => ({ ...rule, backendRefs: rule.backendRefs.map((ref) => aBackendRef({ ...ref })) })),
  };
  const annotations = { 'gateway.k8s.aws/header-values': 'literal' };
  const creationTimestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, age)).toISOString().replace('.000', '');
  const options = { name, metadata: { creationTimestamp, annotations } };
  return kind === 'HTTPRoute' ? anHttpRoute(spec, options) : aGrpcRoute(spec, options);
}
