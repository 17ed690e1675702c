// What a data plane is started with.
import type { Clock } from '../clock.ts';
import type { AddressMap } from './address-map.ts';
import type { IdentityProviderAccess } from './authenticate/identity-provider-access.ts';
import type { ConnectionRecord } from './front/connection-record.ts';
import type { LoadBalancerSource } from './load-balancer-source.ts';
import type { Deliver } from './logs/log-delivery.ts';
import type { Readings } from './readings.ts';
import type { FunctionPort } from './targets/function-port.ts';

export interface DataPlaneOptions {
  readonly source: LoadBalancerSource;
  readonly clock: Clock;
  /** Where VPC addresses live on this machine. */
  readonly addressMap?: AddressMap;
  /** Decides every choice made by chance: weights, trace identifiers, cookie keys. */
  readonly seed?: number;
  /** One address for all load balancers instead of one each. */
  readonly listenAddress?: string;
  /** Where a real port cannot be bound, this plus the listener port is tried before any free one. */
  readonly portBase?: number;
  /** Factor on health check intervals; 0 makes health settle at once. */
  readonly timeScale?: number;
  /** How an ALB behaves where AWS does not say; the likelier readings by default. */
  readonly readings?: Partial<Readings>;
  /** Runs functions that are targets; without it their requests fail. */
  readonly functions?: FunctionPort;
  /** Puts log files into buckets; without it they are lost. */
  readonly deliverLog?: Deliver;
  /** Where identity providers and token issuers are, and which certificates of theirs are trusted. */
  readonly identityProviders?: IdentityProviderAccess;
  /** Told of every TLS handshake with a client, whatever became of it. */
  readonly onConnection?: (record: ConnectionRecord) => void;
  /** Told when a listener cannot be opened (no free port, a broken certificate); a process warning by default. */
  readonly onError?: (error: unknown) => void;
}
