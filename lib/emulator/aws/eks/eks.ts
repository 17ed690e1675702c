// What EKS works on: clusters that were announced to the emulator, and who has access to them.
import { createTables, type Tables } from '../tables.ts';
import type { World } from '../world.ts';
import type { AccessEntry, EksRows } from './tables.ts';

/** A cluster as it was announced to the emulator. */
export interface EksCluster {
  readonly name: string;
  /** `https://host:port` of its API. */
  readonly endpoint: string;
  /** CA certificate, base64 of PEM. */
  readonly certificateAuthorityData: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly version?: string;
  readonly serviceIpv4Cidr?: string;
}

export interface Eks {
  readonly world: World;
  /** Clusters outlive a reset, as the processes behind them do. */
  readonly clusters: Map<string, EksCluster>;
  /** Entries of the deployed stacks, which a reset brings back. */
  readonly deployedEntries: Map<string, AccessEntry>;
  readonly tables: Tables<EksRows>;
}

/** EKS without clusters. */
export function createEks(world: World): Eks {
  const deployedEntries = new Map<string, AccessEntry>();
  const tables = createTables<EksRows>(() => ({ accessEntries: new Map(deployedEntries) }));
  return { world, clusters: new Map(), deployedEntries, tables };
}

/** The ARN of a cluster of the account; whether it exists is not checked. */
export const clusterArn = ({ region, accountId }: World, name: string): string =>
  `arn:aws:eks:${region}:${accountId}:cluster/${name}`;
