// Folders of manifests and the stacks they become: `manifests.yaml` in, `<profile>.yaml` out. `vitest run test/golden -u`
// rewrites what came out; the difference is the review.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dump, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { withAssumedClasses } from '../../lib/cli/assumed-gateway-class.ts';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import { lbc } from '../../lib/core/profile/lbc.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import { parseSnapshot } from '../../lib/core/snapshot/cluster-snapshot.ts';
import { buildStack } from '../../lib/core/translate/build-stack.ts';
import { cluster } from '../support/builders.ts';
import { facts } from '../support/translation.ts';

const folder = fileURLToPath(new URL('./cases/', import.meta.url));
type Raw = Readonly<Record<string, unknown>>;

function translate(name: string, profile: Profile): string {
  const manifests = loadAll(readFileSync(`${folder}${name}/manifests.yaml`, 'utf8')) as Raw[];
  const objects = withAssumedClasses(manifests, profile.controllerName);
  const gateway = objects.find(({ kind }) => kind === 'Gateway')?.['metadata'] as {
    readonly name: string;
    readonly namespace: string;
  };
  const graph = buildGraph(parseSnapshot(cluster, { objects }, true), { cluster, ...gateway }, profile);
  const { stack, findings } = buildStack(graph, facts, profile);
  return dump(
    { stack: stack ?? 'left as it is', findings: [...graph.findings, ...findings] },
    { lineWidth: 160, noRefs: true },
  );
}

describe.each(readdirSync(folder).filter((name) => existsSync(`${folder}${name}/manifests.yaml`)))('%s', (name) => {
  it.each([alb, lbc])('becomes the recorded stack under $name', async (profile) => {
    await expect(translate(name, profile)).toMatchFileSnapshot(`${folder}${name}/${profile.name}.yaml`);
  });
});
