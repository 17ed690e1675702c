import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAlive, writeAlive } from '../../../lib/forwarder/heartbeat.ts';

const folder = mkdtempSync(join(tmpdir(), 'alive-'));
afterAll(() => rmSync(folder, { recursive: true }));
const minute = 60_000;

describe('the file that the liveness probe reads', () => {
  it('speaks for a process that wrote it less than three minutes ago', () => {
    const path = join(folder, 'one');
    writeAlive(path, 10 * minute);
    expect(isAlive(path, 12 * minute)).toBe(true);
    expect(isAlive(path, 13 * minute)).toBe(false);
  });

  it('speaks for nobody when it is absent', () => {
    expect(isAlive(join(folder, 'none'), 0)).toBe(false);
  });
});
