import { describe, expect, it } from 'vitest';
import { runInBackground, type Controller } from '../../../lib/emulator/kubernetes/background/background.ts';
import { WatchStream, type StreamEvent } from '../../../lib/emulator/kubernetes/reads/watch-stream.ts';
import { createObjectStore } from '../../../lib/emulator/kubernetes/store/object-store.ts';

describe('background controllers', () => {
  it('go on when one of them throws', async () => {
    const store = createObjectStore(10);
    const seen: string[] = [];
    const failures: unknown[] = [];
    const fragile: Controller = ({ object }) => {
      if (object.metadata.name === 'bad') throw new Error('cannot cope');
      seen.push(`fragile ${object.metadata.name ?? ''}`);
    };
    const robust: Controller = ({ object }) => void seen.push(`robust ${object.metadata.name ?? ''}`);
    const background = runInBackground(store, [fragile, robust], (error) => void failures.push(error));
    for (const name of ['bad', 'good']) store.put('configmaps', { kind: 'ConfigMap', metadata: { name, uid: name } });
    await background.settled();
    expect(seen).toEqual(['robust bad', 'fragile good', 'robust good']);
    expect(failures).toEqual([new Error('cannot cope')]);
  });
});

describe('a watch that is not read', () => {
  const event: StreamEvent = { type: 'BOOKMARK', revision: 1, endsInitialEvents: false };

  it('ends once too much waits for it, and holds no more than that', async () => {
    let closed = 0;
    const stream = new WatchStream(() => void (closed += 1), 3);
    for (let index = 0; index < 100; index += 1) stream.push(event);
    expect(closed).toBe(1);
    const read: unknown[] = [];
    for await (const delivery of stream) read.push(delivery);
    expect(read).toHaveLength(3);
  });
});
