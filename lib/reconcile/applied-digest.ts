// The memory of what was last applied in full: a tag on the load balancer, `<version> <SHA-256> <seconds>[ unresolved]
// [ unsearched]`, or `-` after a run that left something undone. Written last, and only when everything, status included, went well.
import { sha256 } from '../core/base/digest.ts';
import type { GatewayKey } from '../core/base/ids.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { ClusterSnapshot } from '../core/snapshot/cluster-snapshot.ts';
import { coneOf, coneText } from '../core/snapshot/cone.ts';

const version = '1';
/** How long an equal digest is taken for "nothing to do", in seconds. */
const trustSeconds = 30 * 60;
/** …while something the Gateway refers to could not be found. */
const unresolvedTrustSeconds = 60;
/** …while tag searches may not show yet what a run made that was cut: they lag behind by half as much. */
export const unsearchedTrustSeconds = 60;

export const distrusted = '-';

export interface AppliedDigest {
  readonly digest: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly unresolved: boolean;
  /** An earlier run was cut: what it made, and what is not wanted any more, a tag search may not have shown yet. */
  readonly unsearched: boolean;
}

/** SHA-256 over everything the Gateway's stack is made from, the dialect and the program. */
export function digestOf(snapshot: ClusterSnapshot, key: GatewayKey, profile: Profile, build: string): string {
  return sha256(
    [version, build, profile.name, JSON.stringify(profile.defaults), coneText(coneOf(snapshot, key))].join('\n'),
  );
}

/** Undefined: there is none, or it is not to be trusted. */
export function readApplied(tag: string | undefined): AppliedDigest | undefined {
  const [written, digest, at, ...states] = (tag ?? '').split(' ');
  if (written !== version || digest === undefined || at === undefined) return undefined;
  const has = (state: string): boolean => states.includes(state);
  return { digest, at: Number(at), unresolved: has('unresolved'), unsearched: has('unsearched') };
}

/** Value of the applied tag; what `readApplied` reads. */
export function appliedText({ digest, at, unresolved, unsearched }: AppliedDigest): string {
  const states = [...(unresolved ? ['unresolved'] : []), ...(unsearched ? ['unsearched'] : [])];
  return [version, digest, String(at), ...states].join(' ');
}

/** Whether the tag proves that nothing has to be done. `now` in epoch milliseconds. */
export function isCurrent(tag: string | undefined, digest: string, now: number): boolean {
  const applied = readApplied(tag);
  if (applied === undefined || applied.digest !== digest) return false;
  const trust = Math.min(
    applied.unresolved ? unresolvedTrustSeconds : trustSeconds,
    applied.unsearched ? unsearchedTrustSeconds : trustSeconds,
  );
  return now / 1000 - applied.at < trust;
}

/** The look that is still owed when tag searches will show what a run made that was cut; `now` in epoch milliseconds. */
export function secondsToSearch(tag: string | undefined, now: number): { readonly lookAgainInSeconds?: number } {
  const applied = readApplied(tag);
  if (!applied?.unsearched) return {};
  return { lookAgainInSeconds: Math.max(1, Math.ceil(applied.at + unsearchedTrustSeconds - now / 1000)) };
}
