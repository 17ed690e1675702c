// Builds a real etcd, kube-apiserver and kube-controller-manager from their published Go modules, once, into a cache
// outside the tree. Nothing is downloaded but Go modules; about five minutes on two cores.
import { execFile } from 'node:child_process';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const versions = { kubernetes: 'v1.36.3', staging: 'v0.36.3', etcd: 'v3.6.8' } as const;

/** Paths of the binaries. */
export interface KubernetesBinaries {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
}

/** Builds what is missing; `progress` hears of every step that takes long. */
export async function buildKubernetes(progress: (line: string) => void): Promise<KubernetesBinaries> {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'albatross',
    `kubernetes-${versions.kubernetes}`,
  );
  const binaries = {
    etcd: join(cache, 'etcd'),
    apiServer: join(cache, 'kube-apiserver'),
    controllerManager: join(cache, 'kube-controller-manager'),
  };
  if (!(await exists(binaries.etcd))) await build(join(cache, 'etcd-module'), etcdModule(), binaries.etcd, progress);
  if (!(await exists(binaries.apiServer)))
    await build(
      join(cache, 'apiserver-module'),
      await kubernetesModule('apiserver', 'NewAPIServerCommand'),
      binaries.apiServer,
      progress,
    );
  if (!(await exists(binaries.controllerManager))) {
    const module = await kubernetesModule('controller-manager', 'NewControllerManagerCommand');
    await build(join(cache, 'controller-manager-module'), module, binaries.controllerManager, progress);
  }
  return binaries;
}

interface GoModule {
  readonly 'go.mod': string;
  readonly 'main.go': string;
}

function etcdModule(): GoModule {
  return {
    'go.mod': `module albatross.example/etcd\n\ngo 1.26.0\n\nrequire go.etcd.io/etcd/server/v3 ${versions.etcd}\n`,
    'main.go':
      'package main\n\nimport (\n\t"os"\n\n\t"go.etcd.io/etcd/server/v3/etcdmain"\n)\n\nfunc main() { etcdmain.Main(os.Args) }\n',
  };
}

/** k8s.io/kubernetes requires its sibling modules as v0.0.0; they are published under v0.<minor>.<patch>. */
async function kubernetesModule(component: string, constructor: string): Promise<GoModule> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${versions.kubernetes}`], {
    env: goEnvironment(),
  });
  const { GoMod } = JSON.parse(stdout) as { readonly GoMod: string };
  const siblings = [...(await readFile(GoMod, 'utf8')).matchAll(/^\s+(k8s\.io\/[a-z-]+) v0\.0\.0$/gm)].map(
    ([, name]) => name,
  );
  const replacements = siblings.map((name) => `replace ${name} => ${name} ${versions.staging}`).join('\n');
  return {
    'go.mod': `module albatross.example/${component}\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes ${versions.kubernetes}\n\n${replacements}\n`,
    'main.go': `package main\n\nimport (\n\t"os"\n\n\t"k8s.io/component-base/cli"\n\t"k8s.io/kubernetes/cmd/kube-${component}/app"\n)\n\nfunc main() { os.Exit(cli.Run(app.${constructor}())) }\n`,
  };
}

async function build(
  folder: string,
  module: GoModule,
  output: string,
  progress: (line: string) => void,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(module)) await writeFile(join(folder, name), content);
  const options = { cwd: folder, env: goEnvironment(), maxBuffer: 64 * 1024 * 1024 };
  progress(`resolving the modules of ${output}`);
  await run('go', ['mod', 'tidy'], options);
  progress(`building ${output} (minutes)`);
  await run(
    'go',
    [
      'build',
      '-trimpath',
      '-ldflags',
      `-s -w -X k8s.io/component-base/version.gitVersion=${versions.kubernetes}`,
      '-o',
      output,
      '.',
    ],
    options,
  );
}

function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off', CGO_ENABLED: '0' };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

if (import.meta.main) {
  const binaries = await buildKubernetes((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(`${JSON.stringify(binaries, null, 2)}\n`);
}
