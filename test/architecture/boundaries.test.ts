import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { default: configuration } = (await import(join(root, '.dependency-cruiser.mjs'))) as {
  readonly default: { readonly forbidden: readonly { readonly name: string }[]; readonly options: object };
};

/** Rule → a file that breaks it and the line that does. What the line imports is planted too. */
const plants: Readonly<Record<string, readonly [from: string, line: string]>> = {
  'no-cycles': ['lib/reconcile/a.ts', "import './b.ts';"],
  'core-is-closed': ['lib/core/graph/reads-a-file.ts', "import 'node:fs';"],
  'core-takes-generated-as-types': ['lib/core/snapshot/value.ts', "import { x } from '../../generated/x.ts'; x;"],
  'generated-enters-by-snapshot': ['lib/core/graph/generated.ts', "import type { x } from '../../generated/x.ts';"],
  'core-base': ['lib/core/base/up.ts', "import '../graph/x.ts';"],
  'core-snapshot': ['lib/core/snapshot/up.ts', "import '../graph/x.ts';"],
  'core-profile': ['lib/core/profile/up.ts', "import '../translate/x.ts';"],
  'core-stack': ['lib/core/stack/up.ts', "import '../graph/x.ts';"],
  'core-graph': ['lib/core/graph/up.ts', "import '../translate/x.ts';"],
  'core-translate': ['lib/core/translate/down.ts', "import '../plan/x.ts';"],
  'core-plan': ['lib/core/plan/knows-kubernetes.ts', "import '../graph/x.ts';"],
  'core-targets': ['lib/core/targets/up.ts', "import '../plan/y.ts';"],
  'core-status': ['lib/core/status/up.ts', "import '../translate/x.ts';"],
  'shell-knows-no-sdk': ['lib/reconcile/sdk.ts', "import '@aws-sdk/client-sqs';"],
  'adapters-implement-ports': ['lib/adapters/aws/step.ts', "import '../../reconcile/x.ts';"],
  'adapters-do-not-reach-across': ['lib/adapters/aws/across.ts', "import '../kube/x.ts';"],
  'sdk-only-in-adapters': ['lib/cli/sdk.ts', "import '@aws-sdk/client-sqs';"],
  'wires-only-in-adapters': ['lib/forwarder/socket.ts', "import 'node:http';"],
  'forwarder-is-a-relay': ['lib/forwarder/translates.ts', "import '../core/translate/x.ts';"],
  'emulator-is-independent': ['lib/emulator/biased.ts', "import '../core/stack/x.ts';"],
  'emulator-only-for-local-and-tests': ['lib/adapters/kube/emulated.ts', "import '../../emulator/x.ts';"],
  'emulator-never-ships-to-lambda': ['lambdas/reconcile/handler.ts', "import '../friend.ts';"],
  'nothing-imports-entrypoints': ['lib/adapters/kube/entry.ts', "import '../../../lambdas/wiring.ts';"],
  'infra-reads-contracts-only': ['infra/runs.ts', "import '../lib/reconcile/x.ts';"],
  'tests-share-through-support': ['test/unit/a.test.ts', "import './b.test.ts';"],
  'production-never-imports-test': ['lib/reconcile/tested.ts', "import '../../test/support/x.ts';"],
};

/** What the planted lines point at. */
const ground: Readonly<Record<string, string>> = {
  'lib/reconcile/b.ts': "import './a.ts';",
  'lambdas/friend.ts': "import '../lib/emulator/x.ts';",
  'lambdas/wiring.ts': '',
  'test/unit/b.test.ts': '',
  'test/support/x.ts': '',
  'lib/generated/x.ts': 'export const x = 1;',
  ...Object.fromEntries(
    ['core/graph', 'core/translate', 'core/plan', 'core/stack', 'reconcile', 'adapters/kube', 'emulator'].map(
      (folder) => [`lib/${folder}/x.ts`, ''],
    ),
  ),
  'lib/core/plan/y.ts': '',
};

const ruleSet = { forbidden: configuration.forbidden } as unknown as IFlattenedRuleSet;

async function violations(baseDir: string, folders: string[]): Promise<ICruiseResult['summary']['violations']> {
  const { output } = await cruise(folders, {
    ...configuration.options,
    ruleSet,
    validate: true,
    baseDir,
  });
  return (output as ICruiseResult).summary.violations;
}

let garden: string;
let found: ICruiseResult['summary']['violations'];

beforeAll(async () => {
  garden = realpathSync(mkdtempSync(join(tmpdir(), 'albatross-boundaries-')));
  const files = { ...ground, ...Object.fromEntries(Object.values(plants).map(([from, line]) => [from, line])) };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(garden, dirname(path)), { recursive: true });
    writeFileSync(join(garden, path), content);
  }
  writeFileSync(
    join(garden, 'tsconfig.json'),
    '{"compilerOptions":{"module":"nodenext","allowImportingTsExtensions":true,"noEmit":true}}',
  );
  writeFileSync(join(garden, 'package.json'), '{"type":"module"}');
  symlinkSync(join(root, 'node_modules'), join(garden, 'node_modules'));
  found = await violations(garden, ['lib', 'lambdas', 'infra', 'test']);
});

afterAll(() => rmSync(garden, { recursive: true, force: true }));

test('every boundary rule has a planted violation', () => {
  expect(Object.keys(plants).sort()).toEqual(configuration.forbidden.map(({ name }) => name).sort());
});

test.each(Object.entries(plants))('a file that breaks %s is found', (name, [from]) => {
  expect(found.filter((violation) => violation.rule.name === name).map((violation) => violation.from)).toContain(from);
});

test('the project itself breaks no boundary', async () => {
  expect(await violations(root, ['lib', 'lambdas', 'infra', 'test'])).toEqual([]);
});
