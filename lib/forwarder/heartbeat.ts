// Once a minute: a doorbell that says "I see everything", whose absence is an alarm, and a file whose age the liveness
// probe reads. A forwarder that is blind for one kind keeps silent; one that a restart may heal lets the file grow old.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, pause } from '../adapters/kube/list-watch-clock.ts';

const beatMs = 60_000;
/** Older than this, the file says that the process hangs. */
const aliveMs = 3 * 60_000;

/** One file per replica, so that two on one machine do not vouch for each other. */
export function alivePath(replica: string): string {
  return join(tmpdir(), `albatross-forwarder-${replica.replaceAll(/[^\w.-]/g, '_')}.alive`);
}

/** Replaces the file's content with `at` (epoch milliseconds). Throws if it cannot be written. */
export function writeAlive(path: string, at: number): void {
  writeFileSync(path, String(at));
}

/** Whether the process that writes the file was well less than three minutes ago. */
export function isAlive(path: string, now: number): boolean {
  try {
    return now - Number(readFileSync(path, 'utf8')) < aliveMs;
  } catch {
    return false;
  }
}

/** Calls `beat` now and every minute until the signal is aborted. */
export async function everyBeat(clock: Clock, beat: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    beat();
    await pause(clock, beatMs, signal);
  }
}
