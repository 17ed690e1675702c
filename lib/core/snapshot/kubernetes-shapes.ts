// Kinds of Kubernetes itself, reduced to what routing and targets depend on.
import type { Endpoint, EndpointSlice, Node, Service, ServicePort } from './objects.ts';
import {
  defaulted,
  flag,
  integer,
  integerOrText,
  list,
  optional,
  partOf,
  required,
  type Shape,
  text,
} from './shape.ts';

/** A Service port as written; its target port is its own number when left out. */
interface WrittenPort extends Omit<ServicePort, 'targetPort'> {
  readonly targetPort?: number | string;
}

const writtenPort = partOf<WrittenPort>({
  name: defaulted(text, ''),
  port: required(integer),
  targetPort: optional(integerOrText),
  nodePort: defaulted(integer, 0),
  protocol: defaulted(text, 'TCP'),
  appProtocol: optional(text),
});

const servicePort: Shape<ServicePort> = (value, path, notes) => {
  const port = writtenPort(value, path, notes);
  return port === undefined ? undefined : { ...port, targetPort: port.targetPort ?? port.port };
};

export const serviceSpec = partOf<Service['spec']>({
  type: defaulted(text, 'ClusterIP'),
  ports: defaulted<readonly ServicePort[]>(list(servicePort), []),
  ipFamilies: defaulted<readonly string[]>(list(text), ['IPv4']),
  clusterIP: optional(text),
  externalTrafficPolicy: optional(text),
});

type Taint = Node['taints'][number];
type Address = Node['addresses'][number];

interface NodeSpec {
  readonly providerID: string;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
}

export const nodeSpec = partOf<NodeSpec>({
  providerID: defaulted(text, ''),
  unschedulable: defaulted(flag, false),
  taints: defaulted<readonly Taint[]>(list(partOf<Taint>({ key: required(text), effect: required(text) })), []),
});

interface NodeStatus {
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
  readonly addresses: readonly Address[];
}

export const nodeStatus = partOf<NodeStatus>({
  conditions: defaulted<NodeStatus['conditions']>(
    list(partOf<NodeStatus['conditions'][number]>({ type: required(text), status: required(text) })),
    [],
  ),
  addresses: defaulted<readonly Address[]>(
    list(partOf<Address>({ type: required(text), address: required(text) })),
    [],
  ),
});

type SlicePort = EndpointSlice['ports'][number];
type TargetRef = NonNullable<Endpoint['targetRef']>;

interface WrittenEndpoint extends Pick<Endpoint, 'addresses' | 'nodeName' | 'zone' | 'targetRef'> {
  readonly conditions: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
}

const writtenEndpoint = partOf<WrittenEndpoint>({
  addresses: required(list(text)),
  conditions: defaulted<WrittenEndpoint['conditions']>(
    partOf<WrittenEndpoint['conditions']>({
      ready: optional(flag),
      serving: optional(flag),
      terminating: optional(flag),
    }),
    {},
  ),
  nodeName: optional(text),
  zone: optional(text),
  targetRef: optional(
    partOf<TargetRef>({ kind: defaulted(text, ''), namespace: defaulted(text, ''), name: defaulted(text, '') }),
  ),
});

/** `serving` follows `ready` where a Kubernetes older than 1.26 does not say it. */
const endpoint: Shape<Endpoint> = (value, path, notes) => {
  const written = writtenEndpoint(value, path, notes);
  if (written === undefined) return undefined;
  const { conditions, ...rest } = written;
  const ready = conditions.ready ?? true;
  return { ...rest, ready, serving: conditions.serving ?? ready, terminating: conditions.terminating ?? false };
};

/** The members of an EndpointSlice outside its metadata. */
export const endpointSliceBody = partOf<Pick<EndpointSlice, 'addressType' | 'ports' | 'endpoints'>>({
  addressType: required(text),
  ports: defaulted<readonly SlicePort[]>(
    list(
      partOf<SlicePort>({
        name: defaulted(text, ''),
        port: optional(integer),
        protocol: defaulted(text, 'TCP'),
        appProtocol: optional(text),
      }),
    ),
    [],
  ),
  endpoints: defaulted<readonly Endpoint[]>(list(endpoint), []),
});
