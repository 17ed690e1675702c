// Writes what the cluster is to be told. Each write is guarded by the version that was read: whoever was faster wins, and
// a new look finds out what there is left to say.
import type { StatusPatch } from '../core/base/status-patch.ts';
import { describeKey } from '../core/base/ids.ts';
import type { Ports } from './ports.ts';

/** Answers `told` only if every patch was written (or its object is gone). */
export async function reportStatus(
  { status, log }: Pick<Ports, 'status' | 'log'>,
  patches: readonly StatusPatch[],
): Promise<'told' | 'conflict'> {
  let answer: 'told' | 'conflict' = 'told';
  for (const patch of patches) {
    const written = await status.write(patch);
    if (written === 'conflict') {
      answer = 'conflict';
      log.info('changed meanwhile, to be looked at again', { object: describeKey(patch.object) });
    }
    if (written === 'written' && patch.write === 'status')
      log.info('status written', { object: describeKey(patch.object) });
  }
  if (patches.length > 0) log.count('StatusWrite', patches.length);
  return answer;
}
