// Bundles what runs in AWS and in the cluster: the functions into one folder (dist/lambda/<name>.mjs and the chunks they
// share) and the forwarder into another. The same folders are deployed by CDK, run by the local mode and read by the tests.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type OutputFile } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** ESM bundles of CommonJS dependencies still call `require` for node's built-ins. */
const requireBanner = "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);";

/** Functions by the name of their folder in lambdas/. */
export const functionNames = ['dispatch', 'reconcile', 'targets', 'sweep', 'install', 'dead-letters'] as const;

/** Bundled folders under dist/. */
export type BundledFolder = 'lambda' | 'forwarder';

async function bundle(folder: BundledFolder, options: BuildOptions): Promise<void> {
  const outdir = join(root, 'dist', folder);
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    banner: { js: requireBanner },
    logLevel: 'warning',
    ...options,
    metafile: true,
    write: false,
  });
  if (isWritten(outdir, outputFiles)) return;
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  mkdirSync(join(root, 'dist/meta'), { recursive: true });
  writeFileSync(join(root, 'dist/meta', `${folder}.json`), JSON.stringify(metafile));
}

/** True if the folder holds exactly these modules: then whoever runs them is not disturbed. */
function isWritten(outdir: string, files: readonly OutputFile[]): boolean {
  if (!existsSync(outdir)) return false;
  const modules = readdirSync(outdir).filter((name) => name.endsWith('.mjs'));
  return (
    modules.length === files.length &&
    files.every(({ path, contents }) => existsSync(path) && readFileSync(path).equals(contents))
  );
}

/** Content digest of a bundled folder, for the applied digest and for people who ask which build runs. */
export function buildDigest(folder: BundledFolder): string {
  const hash = createHash('sha256');
  const path = join(root, 'dist', folder);
  for (const file of readdirSync(path).sort()) {
    if (file.endsWith('.mjs')) hash.update(file).update(readFileSync(join(path, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Bundles everything; a few seconds, most of them for the AWS SDK's schemas. */
export async function bundleAll(): Promise<void> {
  await Promise.all([
    bundle('lambda', {
      entryPoints: Object.fromEntries(functionNames.map((name) => [name, `lambdas/${name}/handler.ts`])),
    }),
    bundle('forwarder', {
      entryPoints: { index: 'lib/forwarder/main.ts' },
      // Only kubeconfig files need it, and inside a cluster there are none: the container goes without its 4 MB.
      external: ['@kubernetes/client-node'],
    }),
  ]);
  cpSync(join(root, 'infra/chart'), join(root, 'dist/lambda/chart'), {
    recursive: true,
    filter: (source) => !source.endsWith('Dockerfile'),
  });
  cpSync(join(root, 'infra/chart/Dockerfile'), join(root, 'dist/forwarder/Dockerfile'));
}

if (import.meta.main) {
  const started = performance.now();
  await bundleAll();
  if (!process.argv.includes('--quiet')) {
    for (const folder of ['lambda', 'forwarder'] as const)
      process.stdout.write(`dist/${folder}  ${buildDigest(folder)}\n`);
    process.stdout.write(`bundled in ${Math.round(performance.now() - started)} ms\n`);
  }
}
