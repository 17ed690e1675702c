import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { configurationCustomResourceDefinitions } from '../../../lib/crd/custom-resource-definition.ts';
import { configurationKindFiles } from '../../../lib/generated/codegen/configuration-kinds.ts';
import { readmeFile } from '../../../lib/generated/codegen/readme.ts';
import { gatewayApiResources } from '../../../lib/generated/gateway-api/resources.ts';
import { toCustomResourceDefinition } from '../../../lib/generated/kubernetes/custom-resource-definition.ts';

const root = join(import.meta.dirname, '../../..');
const crds = 'infra/chart/crds';

describe('the committed files are what the generator writes', () => {
  it.each(configurationKindFiles().map((file) => [file.path, file.text]))('%s says what lib/crd says', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('the read-me names the pinned sources', () => {
    const { path, text } = readmeFile();
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});

describe('the chart installs', () => {
  const installed = readdirSync(join(root, crds)).map((file) => load(readFileSync(join(root, crds, file), 'utf8')));
  const byName = (list: readonly unknown[]) =>
    [...list].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) as readonly object[];

  it('exactly our kinds and the kinds of the Gateway API, with the schemas of the tables', () => {
    const tables = [
      ...configurationCustomResourceDefinitions(),
      ...gatewayApiResources.map(toCustomResourceDefinition),
    ];
    expect(byName(installed)).toEqual(byName(tables));
  });

  it('the Gateway API with the annotations by which other installers recognise its bundle', () => {
    const annotated = installed.filter((crd) => nameOf(crd).endsWith('.gateway.networking.k8s.io'));
    expect(annotated).toHaveLength(10);
    for (const crd of annotated) {
      expect(crd).toHaveProperty(['metadata', 'annotations', 'gateway.networking.k8s.io/bundle-version'], 'v1.6.1');
      expect(crd).toHaveProperty(['metadata', 'annotations', 'gateway.networking.k8s.io/channel'], 'standard');
      // The API server refuses kinds of a *.k8s.io group without it.
      expect(crd).toHaveProperty(['metadata', 'annotations', 'api-approved.kubernetes.io']);
    }
  });
});

function nameOf(crd: unknown): string {
  return (crd as { readonly metadata: { readonly name: string } }).metadata.name;
}
