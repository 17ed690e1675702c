// What the three types of load balancers differ in.
import { AwsError } from '../../aws-error.ts';
import type { ListenerProtocol, LoadBalancerType } from '../tables.ts';

export interface TypeTraits {
  /** In ARNs and in the descriptions of network interfaces. */
  readonly segment: 'app' | 'net' | 'gwy';
  /** As AWS's refusals list them. */
  readonly protocols: readonly ListenerProtocol[];
  readonly minimumZones: number;
}

const traits: Readonly<Record<LoadBalancerType, TypeTraits>> = {
  application: { segment: 'app', protocols: ['HTTP', 'HTTPS'], minimumZones: 2 },
  network: { segment: 'net', protocols: ['TCP', 'QUIC', 'TCP_QUIC', 'UDP', 'TCP_UDP', 'TLS'], minimumZones: 1 },
  gateway: { segment: 'gwy', protocols: ['GENEVE'], minimumZones: 1 },
};

/** Traits of a type. */
export const traitsOf = (type: LoadBalancerType): TypeTraits => traits[type];

/** The refusal of a call that this type of load balancer does not know. */
export const unsupportedCall = (call: string, type: LoadBalancerType): AwsError =>
  new AwsError('InvalidConfigurationRequest', `${call} is not supported for load balancers of type '${type}'`);
