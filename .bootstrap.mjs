// Makes a fresh clone ready: installs the locked dependencies (Node 24 is one of them) when they are absent or older
// than the lock, and links the `albatross` command for npx. Runs on any Node >= 20, so it is plain JavaScript.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';

const linkOnly = process.argv.includes('--link');

const installed = () =>
  existsSync('node_modules/.package-lock.json') &&
  statSync('node_modules/.package-lock.json').mtimeMs >= statSync('package-lock.json').mtimeMs;

if (!linkOnly && !installed()) {
  process.stderr.write('Installing the locked dependencies (once; about a minute)...\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}

if (linkOnly && existsSync('lib/cli/main.ts')) {
  mkdirSync('node_modules/.bin', { recursive: true });
  rmSync('node_modules/.bin/albatross', { force: true });
  symlinkSync('../../lib/cli/main.ts', 'node_modules/.bin/albatross');
  chmodSync('lib/cli/main.ts', 0o755);
}
