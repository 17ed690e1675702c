// TargetGroupConfiguration: how the target groups of one Service (or, by default, of all Services of a Gateway) are to
// be built, with exceptions for single routes. Numbers have no bounds here: the ELB API judges them, so that a schema
// never refuses what AWS has come to allow.
import * as z from 'zod/mini';
import { configurationKind, parseConfiguration, type Parsed } from './configuration-kind.ts';
import { attributes, int32, labelSelector, observedConfigurationStatus, stringMap } from './values.ts';

const healthCheckConfig = z.object({
  healthyThresholdCount: z.optional(int32()),
  /** Seconds. */
  healthCheckInterval: z.optional(int32()),
  healthCheckPath: z.optional(z.string()),
  /** A port number, a Service port's name, or `traffic-port`. */
  healthCheckPort: z.optional(z.string()),
  healthCheckProtocol: z.optional(z.enum(['HTTP', 'HTTPS', 'TCP'])),
  /** Seconds. */
  healthCheckTimeout: z.optional(int32()),
  unhealthyThresholdCount: z.optional(int32()),
  matcher: z.optional(z.object({ httpCode: z.optional(z.string()), grpcCode: z.optional(z.string()) })),
});

const targetGroupProps = z.object({
  targetGroupName: z.optional(z.string()),
  ipAddressType: z.optional(z.enum(['ipv4', 'ipv6'])),
  healthCheckConfig: z.optional(healthCheckConfig),
  /** Which Nodes are registered as instance targets. */
  nodeSelector: z.optional(labelSelector),
  targetGroupAttributes: z.optional(attributes),
  targetType: z.optional(z.enum(['instance', 'ip'])),
  protocol: z.optional(z.enum(['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP'])),
  protocolVersion: z.optional(z.enum(['HTTP1', 'HTTP2', 'GRPC'])),
  targetControlPort: z.optional(int32()),
  enableMultiCluster: z.optional(z.boolean()),
  tags: z.optional(stringMap()),
});

const routeConfiguration = z.object({
  /** Fields left out match every route. */
  routeIdentifier: z.object({
    kind: z.optional(z.string()),
    namespace: z.optional(z.string()),
    name: z.optional(z.string()),
  }),
  targetGroupProps,
});

const spec = z.object({
  /** Absent: the configuration is used only where a LoadBalancerConfiguration names it as the default. */
  targetReference: z.optional(
    z.object({ group: z._default(z.string(), ''), kind: z._default(z.string(), 'Service'), name: z.string() }),
  ),
  defaultConfiguration: z.optional(targetGroupProps),
  routeConfigurations: z.optional(z.array(routeConfiguration)),
});

export const targetGroupConfiguration = configurationKind('TargetGroupConfiguration', {
  spec,
  status: observedConfigurationStatus,
  printerColumns: [
    {
      name: 'SERVICE-NAME',
      type: 'string',
      jsonPath: '.spec.targetReference.name',
      description: 'The Service whose target groups are configured',
    },
  ],
});

export type TargetGroupConfiguration = z.output<typeof targetGroupConfiguration.object>;

/** Reads an untrusted object; what the schema does not know is dropped, defaults are filled in. */
export function parseTargetGroupConfiguration(object: unknown): Parsed<TargetGroupConfiguration> {
  return parseConfiguration(targetGroupConfiguration.object, object);
}
