// A file this generator owns: its path from the repository's root, and the text it must have.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface Difference {
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'gone';
}

/**
 * How the checkout at `root` differs from `files`. A file in one of `ownedFolders` that is no longer generated is `gone`;
 * those folders must hold nothing handwritten.
 */
export function differences(root: string, files: readonly GeneratedFile[], ownedFolders: readonly string[]): Difference[] {
  const wanted = new Set(files.map((file) => file.path));
  const present = ownedFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  const gone = present.filter((path) => !wanted.has(path)).map((path): Difference => ({ path, kind: 'gone' }));
  const differing = files.flatMap((file): Difference[] => {
    if (!existsSync(join(root, file.path))) return [{ path: file.path, kind: 'new' }];
    return readFileSync(join(root, file.path), 'utf8') === file.text ? [] : [{ path: file.path, kind: 'changed' }];
  });
  return [...differing, ...gone].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Makes the checkout at `root` equal to `files` where `found` says it is not. */
export function resolveDifferences(root: string, files: readonly GeneratedFile[], found: readonly Difference[]): void {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  for (const { path } of found) {
    const text = texts.get(path);
    const target = join(root, path);
    if (text === undefined) {
      rmSync(target);
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
