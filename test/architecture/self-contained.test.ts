import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

describe('the repository', () => {
  test('has documents whose links lead somewhere', () => {
    const broken = tracked
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
          .map(([, target = '']) => target)
          .filter((target) => !existsSync(join(root, dirname(file), target)))
          .map((target) => `${file} → ${target}`),
      );
    expect(broken).toEqual([]);
  });

  test('names its files after concepts: no util, helper, manager or common', () => {
    const vague = /(^|[/.-])(utils?|helpers?|manager|common|misc)([/.-]|$)/;
    expect(tracked.filter((file) => /^(lib|lambdas|infra|test)\//.test(file) && vague.test(file))).toEqual([]);
  });

  test('names no machine and no registry', () => {
    const foreign = /registry\.npmjs\.org|proxy\.golang\.org|pypi\.org|\/root\/|\/home\/[a-z]/;
    const checked = tracked.filter(
      (file) => /\.(ts|mjs|md|json|ya?ml)$/.test(file) && !file.startsWith('test/architecture/'),
    );
    expect(checked.filter((file) => foreign.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
