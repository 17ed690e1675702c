// GatewayClass, Gateway, ListenerSet and ReferenceGrant, v1 and v1beta1 alike, with the defaults of their published CRDs.
import { conditions, labelSelector } from './metadata-shape.ts';
import type {
  CaCertificateRef,
  FrontendTls,
  GatewayClass,
  GatewaySpec,
  GatewayStatus,
  GatewayTls,
  ListenerSet,
  ListenerSpec,
  ListenerStatus,
  NamespacePolicy,
  ParametersRef,
  ReferenceGrant,
  SecretRef,
} from './objects.ts';
import {
  defaulted,
  integer,
  isObject,
  list,
  mapOf,
  optional,
  partOf,
  record,
  required,
  type Shape,
  text,
} from './shape.ts';

const gatewayGroup = 'gateway.networking.k8s.io';

const secretRef = record<SecretRef>({
  group: defaulted(text, ''),
  kind: defaulted(text, 'Secret'),
  name: required(text),
  namespace: optional(text),
});

const caCertificateRef = record<CaCertificateRef>({
  group: required(text),
  kind: required(text),
  name: required(text),
  namespace: optional(text),
});

const namespacePolicy = (from: string): Shape<NamespacePolicy> =>
  record<NamespacePolicy>({ from: defaulted(text, from), selector: optional(labelSelector) });

type ListenerTls = NonNullable<ListenerSpec['tls']>;

/** Port 0 is what a ListenerSet of the experimental channel may leave out; no listener is valid with it. */
const listener = record<ListenerSpec>({
  name: required(text),
  hostname: optional(text),
  port: defaulted(integer, 0),
  protocol: required(text),
  tls: optional(
    record<ListenerTls>({
      mode: defaulted(text, 'Terminate'),
      certificateRefs: optional(list(secretRef)),
      options: optional(mapOf(text)),
    }),
  ),
  allowedRoutes: defaulted<ListenerSpec['allowedRoutes']>(
    record<ListenerSpec['allowedRoutes']>({
      namespaces: defaulted<NamespacePolicy>(namespacePolicy('Same'), { from: 'Same' }),
      kinds: optional(
        list(
          record<{ readonly group: string; readonly kind: string }>({
            group: defaulted(text, gatewayGroup),
            kind: required(text),
          }),
        ),
      ),
    }),
    { namespaces: { from: 'Same' } },
  ),
});

const frontendTls = record<FrontendTls>({
  validation: optional(
    record<NonNullable<FrontendTls['validation']>>({
      caCertificateRefs: required(list(caCertificateRef)),
      mode: defaulted(text, 'AllowValidOnly'),
    }),
  ),
});

const gatewayTls = record<GatewayTls>({
  backend: optional(record<NonNullable<GatewayTls['backend']>>({ clientCertificateRef: optional(secretRef) })),
  frontend: optional(
    record<NonNullable<GatewayTls['frontend']>>({
      default: required(frontendTls),
      perPort: optional(
        list(
          record<{ readonly port: number; readonly tls: FrontendTls }>({
            port: required(integer),
            tls: required(frontendTls),
          }),
        ),
      ),
    }),
  ),
});

type Infrastructure = NonNullable<GatewaySpec['infrastructure']>;

export const gatewaySpec = record<GatewaySpec>({
  gatewayClassName: required(text),
  listeners: defaulted<GatewaySpec['listeners']>(list(listener), []),
  addresses: optional(
    list(
      record<{ readonly type: string; readonly value?: string }>({
        type: defaulted(text, 'IPAddress'),
        value: optional(text),
      }),
    ),
  ),
  infrastructure: optional(
    record<Infrastructure>({
      labels: optional(mapOf(text)),
      annotations: optional(mapOf(text)),
      parametersRef: optional(
        record<NonNullable<Infrastructure['parametersRef']>>({
          group: required(text),
          kind: required(text),
          name: required(text),
        }),
      ),
    }),
  ),
  allowedListeners: optional(
    record<NonNullable<GatewaySpec['allowedListeners']>>({ namespaces: optional(namespacePolicy('None')) }),
  ),
  tls: optional(gatewayTls),
  defaultScope: optional(text),
});

export const gatewayClassSpec = record<GatewayClass['spec']>({
  controllerName: required(text),
  description: optional(text),
  parametersRef: optional(
    record<ParametersRef>({
      group: required(text),
      kind: required(text),
      name: required(text),
      namespace: optional(text),
    }),
  ),
});

export const listenerSetSpec = record<ListenerSet['spec']>({
  parentRef: required(
    record<ListenerSet['spec']['parentRef']>({
      group: defaulted(text, gatewayGroup),
      kind: defaulted(text, 'Gateway'),
      name: required(text),
      namespace: optional(text),
    }),
  ),
  listeners: defaulted<ListenerSet['spec']['listeners']>(list(listener), []),
});

type GrantFrom = ReferenceGrant['spec']['from'][number];
type GrantTo = ReferenceGrant['spec']['to'][number];

export const referenceGrantSpec = record<ReferenceGrant['spec']>({
  from: required(list(record<GrantFrom>({ group: required(text), kind: required(text), namespace: required(text) }))),
  to: required(list(record<GrantTo>({ group: required(text), kind: required(text), name: optional(text) }))),
});

const listenerStatus = partOf<ListenerStatus>({
  name: required(text),
  supportedKinds: defaulted<ListenerStatus['supportedKinds']>(
    list(
      partOf<{ readonly group: string; readonly kind: string }>({
        group: defaulted(text, gatewayGroup),
        kind: required(text),
      }),
    ),
    [],
  ),
  attachedRoutes: defaulted(integer, 0),
  conditions: defaulted<ListenerStatus['conditions']>(conditions, []),
});

export const gatewayStatus = partOf<GatewayStatus>({
  addresses: defaulted<GatewayStatus['addresses']>(
    list(
      partOf<{ readonly type: string; readonly value: string }>({
        type: defaulted(text, 'IPAddress'),
        value: required(text),
      }),
    ),
    [],
  ),
  conditions: defaulted<GatewayStatus['conditions']>(conditions, []),
  listeners: defaulted<GatewayStatus['listeners']>(list(listenerStatus), []),
  attachedListenerSets: optional(integer),
});

export const listenerSetStatus = partOf<ListenerSet['status']>({
  conditions: defaulted<ListenerSet['status']['conditions']>(conditions, []),
  listeners: defaulted<ListenerSet['status']['listeners']>(list(listenerStatus), []),
});

/** Features are objects with a name; the experimental releases before v1.2 had bare strings. */
const feature: Shape<string> = (value, path, notes) =>
  isObject(value) ? text(value['name'], `${path}.name`, notes) : text(value, path, notes);

export const gatewayClassStatus = partOf<GatewayClass['status']>({
  conditions: defaulted<GatewayClass['status']['conditions']>(conditions, []),
  supportedFeatures: defaulted<readonly string[]>(list(feature), []),
});
