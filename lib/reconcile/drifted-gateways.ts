// Somebody else's ELBv2 write → the Gateways whose resources it may have changed. Events name ARNs; tags tell whose they are.
import type { Cause, Doorbell } from '../core/base/doorbell.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { AwsReader } from './ports.ts';

/** A doorbell and the cluster whose queue it belongs on. */
export interface DriftDoorbell {
  readonly cluster: string;
  readonly doorbell: Doorbell;
}

/**
 * One doorbell per Gateway among the owners of `arns`. What carries no tags of ours is nobody's drift; what is gone has no
 * tags any more and is found by the sweep.
 */
export async function driftedGateways(
  arns: readonly string[],
  aws: Pick<AwsReader, 'tags'>,
  { tagKeys }: Profile,
  at: { readonly now: number; readonly trace: string },
): Promise<readonly DriftDoorbell[]> {
  const found = new Map<string, DriftDoorbell>();
  for (const tags of Object.values(await aws.tags([...new Set(arns)]))) {
    const cluster = tags[tagKeys.cluster];
    const stack = tags[tagKeys.stack];
    const [namespace, name] = stack?.split('/') ?? [];
    if (cluster === undefined || namespace === undefined || name === undefined) continue;
    const cause: Cause = { kind: 'Gateway', namespace, name, why: 'drift' };
    const doorbell: Doorbell = {
      v: 1,
      subject: { kind: 'gateway', namespace, name },
      cause,
      at: at.now,
      ring: 0,
      trace: at.trace,
    };
    found.set(`${cluster}/${stack}`, { cluster, doorbell });
  }
  return [...found.values()];
}
