// Bundles the functions and synthesizes the CDK app exactly as `cdk deploy` would, and reads the templates back.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../emulator/lambda/template/template.ts';

const root = join(import.meta.dirname, '../../..');

/** CDK context of a deployment; see infra/settings.ts. */
export type DeploymentContext = Readonly<Record<string, unknown>>;

/** Runs infra/bundle.ts and infra/app.ts; rejects with what they printed if one of them fails. */
export async function synthesize(context: DeploymentContext): Promise<readonly Stack[]> {
  await run('infra/bundle.ts', ['--quiet'], {});
  const outdir = await mkdtemp(join(tmpdir(), 'albatross-cdk-'));
  // `cdk synth` validates templates against CloudFormation's schemas; that takes seconds and is not needed to run them.
  const quick = { CDK_VALIDATION: 'false' };
  await run('infra/app.ts', [], { CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), ...quick });
  return readStacks(outdir);
}

async function readStacks(directory: string): Promise<readonly Stack[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.template.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.template\.json$/, ''),
      template: JSON.parse(await readFile(join(directory, file), 'utf8')) as Stack['template'],
      assetsDirectory: directory,
    })),
  );
}

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const keep = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} failed:\n${printed.trim()}`))));
  });
}
