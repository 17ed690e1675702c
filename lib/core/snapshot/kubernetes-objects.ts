// Kinds of Kubernetes itself, trimmed to what routing and targets depend on.
import type { ParsedObject } from './parsed-object.ts';
import type { TlsContent } from './secret-content.ts';

export interface Service extends ParsedObject {
  readonly kind: 'Service';
  readonly spec: {
    /** `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`. */
    readonly type: string;
    readonly ports: readonly ServicePort[];
    readonly ipFamilies: readonly string[];
    /** `None`: headless. */
    readonly clusterIP?: string;
    readonly externalTrafficPolicy?: string;
  };
}

export interface ServicePort {
  /** Empty if the only port has no name. */
  readonly name: string;
  readonly port: number;
  readonly targetPort: number | string;
  /** 0: none. */
  readonly nodePort: number;
  readonly protocol: string;
  readonly appProtocol?: string;
}

export interface Namespace extends ParsedObject {
  readonly kind: 'Namespace';
}

/** What may be known of a Secret: never its data. `tls` or `tlsProblem` for type `kubernetes.io/tls` only. */
export interface Secret extends ParsedObject, TlsContent {
  readonly kind: 'Secret';
  readonly type: string;
  /** Names of the entries in `data`, sorted. */
  readonly keys: readonly string[];
  /** SHA-256 (hex) over type and data; equal secrets have equal digests. */
  readonly digest: string;
}

export interface ConfigMap extends ParsedObject {
  readonly kind: 'ConfigMap';
  readonly keys: readonly string[];
  /** SHA-256 (hex) over data. */
  readonly digest: string;
  /** SHA-256 (hex) of the certificates in `ca.crt`. Absent: it has none. */
  readonly authorities?: string;
}

export interface Node extends ParsedObject {
  readonly kind: 'Node';
  /** `aws:///<zone>/<instance id>`. */
  readonly providerId: string;
  readonly unschedulable: boolean;
  readonly taints: readonly { readonly key: string; readonly effect: string }[];
  /** Condition `Ready` is `True`. */
  readonly ready: boolean;
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
}

export interface EndpointSlice extends ParsedObject {
  readonly kind: 'EndpointSlice';
  /** `IPv4`, `IPv6`, `FQDN`. */
  readonly addressType: string;
  /** Label `kubernetes.io/service-name`; empty: none. */
  readonly service: string;
  readonly ports: readonly {
    readonly name: string;
    readonly port?: number;
    readonly protocol: string;
    readonly appProtocol?: string;
  }[];
  readonly endpoints: readonly Endpoint[];
}

/** Absent conditions are read as Kubernetes says: unknown `ready` and `serving` mean true, `terminating` false. */
export interface Endpoint {
  readonly addresses: readonly string[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly targetRef?: { readonly kind: string; readonly namespace: string; readonly name: string };
}
