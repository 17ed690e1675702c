import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const exported = /^export (async )?function|^export class|^export const \w+ = (async )?\(/;

/** `file:line` of every exported function or class without a docstring right above it. */
function undocumented(file: string): readonly string[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    exported.test(line) && !(lines[index - 1] ?? '').trimEnd().endsWith('*/') ? [`${file}:${index + 1}`] : [],
  );
}

test('every exported function and class says what its caller must know', () => {
  const files = globSync(['lib/**/*.ts', 'lambdas/**/*.ts', 'infra/**/*.ts'], { cwd: root }).filter(
    (file) => !file.startsWith('lib/generated/'),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(undocumented)).toEqual([]);
});
