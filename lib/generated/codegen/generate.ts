// `npm run generate`: writes every generated file from its pinned source. `--check` writes nothing and exits 1 if the
// checkout differs from what would be written.
import { join } from 'node:path';
import { awsModelFiles } from './aws/aws-models.ts';
import { builtInKindFiles } from './kubernetes/built-in-kinds.ts';
import { configurationKindFiles } from './configuration-kinds.ts';
import { gatewayApiFiles } from './gateway-api/gateway-api-kinds.ts';
import { differences, resolveDifferences, type GeneratedFile } from './generated-file.ts';
import { readmeFile } from './readme.ts';
import { botocore, fetchGoModule, fetchWheel, gatewayApi, kubernetes, wireModules } from './sources.ts';
import { wireMessagesFile } from './kubernetes/wire-messages-file.ts';

const root = join(import.meta.dirname, '../../..');
const cacheDir = join(root, 'node_modules/.cache/generate');
const say = (line: string) => process.stdout.write(`${line}\n`);

function generatedFiles(): GeneratedFile[] {
  return [
    ...awsModelFiles(fetchWheel(botocore, cacheDir)),
    ...builtInKindFiles(fetchGoModule(kubernetes, cacheDir)),
    wireMessagesFile(Object.values(wireModules).map((source) => fetchGoModule(source, cacheDir))),
    ...gatewayApiFiles(fetchGoModule(gatewayApi, cacheDir)),
    ...configurationKindFiles(),
    readmeFile(),
  ];
}

function generate(checkOnly: boolean): void {
  const files = generatedFiles();
  const found = differences(root, files, ['infra/chart/crds']);
  for (const { kind, path } of found) say(`${kind.padEnd(8)} ${path}`);
  say(`${files.length} generated files, ${found.length === 0 ? 'all up to date' : `${found.length} differed`}`);
  if (!checkOnly) resolveDifferences(root, files, found);
  else if (found.length > 0) process.exitCode = 1;
}

try {
  generate(process.argv.includes('--check'));
} catch (error) {
  process.stderr.write(`generate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
}
