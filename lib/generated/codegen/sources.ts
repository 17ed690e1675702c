// Where the generated files come from: published, Apache-2.0 licensed packages, pinned by version and digest.
// Downloads go through the registries' own clients (pip, go) and rest in caches, so a second run needs no network.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** One pinned input. `digest` is what the registry's client must deliver, or generation stops. */
export interface Source {
  readonly name: string;
  readonly version: string;
  readonly registry: 'PyPI' | 'Go modules';
  /** PyPI: SHA-256 of the wheel, hex. Go: the module's `h1:` sum, as in go.sum. */
  readonly digest: string;
  readonly license: 'Apache-2.0';
  readonly gives: string;
}

export const botocore: Source = {
  name: 'botocore',
  version: '1.43.107',
  registry: 'PyPI',
  digest: '23cbe854e815dbaccf097f7fd32b461c9e1d2ed7e0c7dcc5658218704509d840',
  license: 'Apache-2.0',
  gives: '`aws/*.json`: request and response shapes of the AWS services',
};

export const gatewayApi: Source = {
  name: 'sigs.k8s.io/gateway-api',
  version: 'v1.6.1',
  registry: 'Go modules',
  digest: 'h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=',
  license: 'Apache-2.0',
  gives: '`gateway-api/*` and the Gateway API files of `infra/chart/crds`: the standard channel’s CRDs',
};

export const kubernetes: Source = {
  name: 'k8s.io/kubernetes',
  version: 'v1.36.3',
  registry: 'Go modules',
  digest: 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=',
  license: 'Apache-2.0',
  gives: '`kubernetes/*`: the built-in kinds, from api/openapi-spec/v3',
};

const wireModule = (name: string, digest: string): Source => ({
  name: `k8s.io/${name}`,
  version: 'v0.36.3',
  registry: 'Go modules',
  digest,
  license: 'Apache-2.0',
  gives: '`kubernetes/wire-messages.json`: the protobuf form of the built-in kinds',
});

/** The modules that hold the Go types of the built-in kinds and their `generated.proto` files. */
export const wireModules = {
  api: wireModule('api', 'h1:NxB+05W2UGqXWFXcLO0RB5cnqnUPP5v5sVlaOH0Iz4w='),
  machinery: wireModule('apimachinery', 'h1:PkzMRBRG8joFD8EhCuQAtNPvJlxb82FwplP26HIzvAM='),
  extensions: wireModule('apiextensions-apiserver', 'h1:dPmOAPhwTtqb1bTxbFPsy18KHPhktQeO3WUPXunZIB0='),
} as const;

export const sources: readonly Source[] = [botocore, gatewayApi, kubernetes, ...Object.values(wireModules)];

/** The directory of a wheel's unpacked content; downloads and unpacks it into `cacheDir` unless it is there. */
export function fetchWheel(source: Source, cacheDir: string): string {
  const directory = join(cacheDir, `${source.name}-${source.version}`);
  mkdirSync(directory, { recursive: true });
  const wheelIn = () => readdirSync(directory).find((file) => file.endsWith('.whl'));
  if (!wheelIn()) {
    const requirement = `${source.name}==${source.version}`;
    run('pip', ['download', requirement, '--no-deps', '--quiet', '--disable-pip-version-check', '-d', directory]);
  }
  const wheel = wheelIn();
  if (!wheel) throw new Error(`pip delivered no wheel of ${source.name} ${source.version}`);
  const digest = createHash('sha256')
    .update(readFileSync(join(directory, wheel)))
    .digest('hex');
  requireDigest(source, digest);
  const content = join(directory, 'content');
  if (!existsSync(content)) {
    // Renamed when whole, so that an interrupted run leaves nothing that looks complete.
    const partial = `${content}.partial`;
    run('python3', ['-m', 'zipfile', '-e', join(directory, wheel), partial]);
    renameSync(partial, content);
  }
  return content;
}

/** The directory of a Go module in Go's module cache; downloads it unless it is there. */
export function fetchGoModule(source: Source, cacheDir: string): string {
  mkdirSync(cacheDir, { recursive: true });
  // The sums are pinned here, so Go need not ask its checksum database.
  const env = { ...process.env, GOFLAGS: '-mod=mod', GOSUMDB: 'off', GO111MODULE: 'on', GOWORK: 'off' };
  const output = run('go', ['mod', 'download', '-json', `${source.name}@${source.version}`], { cwd: cacheDir, env });
  const module = JSON.parse(output) as { readonly Dir?: string; readonly Sum?: string; readonly Error?: string };
  if (!module.Dir || !module.Sum) throw new Error(`go delivered no ${source.name}: ${module.Error ?? 'no directory'}`);
  requireDigest(source, module.Sum);
  return module.Dir;
}

function requireDigest(source: Source, digest: string): void {
  if (digest === source.digest) return;
  throw new Error(`${source.name} ${source.version} has digest ${digest}, pinned is ${source.digest}`);
}

function run(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): string {
  const result = spawnSync(command, args, { ...options, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (result.error) throw new Error(`\`${command}\` is needed to generate, and could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stderr || result.stdout}`);
  return result.stdout;
}
