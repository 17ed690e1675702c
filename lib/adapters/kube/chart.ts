// The chart: YAML files with ${PLACEHOLDERS}, applied in the order of their names after the CRDs.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { createManifestApplier, type Manifest } from './apply-manifests.ts';
import type { KubeHttp } from './http.ts';

export type ChartValues = Readonly<Record<string, string>>;

/** Applies the chart; CRDs that exist are never overwritten. Answers one line per object. */
export async function installChart(http: KubeHttp, folder: string, values: ChartValues): Promise<readonly string[]> {
  const applier = createManifestApplier(http);
  const lines: string[] = [];
  for (const manifest of await readChart(folder, values)) {
    const { change } = await applier.apply(manifest, { onlyIfAbsent: isDefinition(manifest) });
    lines.push(`${manifest.kind} ${manifest.metadata.name}: ${change}`);
  }
  return lines;
}

/** Removes what the chart brought, in reverse; CRDs stay, because deleting them would delete every Gateway. */
export async function removeChart(http: KubeHttp, folder: string, values: ChartValues): Promise<readonly string[]> {
  const applier = createManifestApplier(http);
  const lines: string[] = [];
  for (const manifest of [...(await readChart(folder, values))].reverse()) {
    if (isDefinition(manifest)) continue;
    lines.push(
      `${manifest.kind} ${manifest.metadata.name}: ${(await applier.remove(manifest)) ? 'removed' : 'was not there'}`,
    );
  }
  return lines;
}

function isDefinition({ kind }: Manifest): boolean {
  return kind === 'CustomResourceDefinition';
}

async function readChart(folder: string, values: ChartValues): Promise<readonly Manifest[]> {
  const definitions = await readFolder(join(folder, 'crds'), {});
  return [...definitions, ...(await readFolder(folder, values))];
}

async function readFolder(folder: string, values: ChartValues): Promise<readonly Manifest[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => loadAll(fillIn(text, values)))
    .filter((object): object is Manifest => typeof object === 'object' && object !== null);
}

/** A placeholder without a value stays as it is and fails loudly in the API server's validation. */
function fillIn(text: string, values: ChartValues): string {
  return text.replace(/\$\{([A-Z_]+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
