import type { Applied, Manifest, ManifestApplier } from '../../adapters/kube/apply-manifests.ts';

/** Applies manifests in order, missing namespaces first; tells one line each, as kubectl does. Stops at the first refusal. */
export async function applyAll(
  applier: ManifestApplier,
  manifests: readonly Manifest[],
  tell: (line: string) => void,
): Promise<void> {
  for (const namespace of missingNamespaces(manifests)) {
    const applied = await applier.apply(namespace, { onlyIfAbsent: true });
    if (applied.change === 'created') tell(lineOf(applied));
  }
  for (const manifest of manifests) {
    try {
      tell(lineOf(await applier.apply(manifest)));
    } catch (error) {
      throw new Error(`${nameOf(manifest)} was refused: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

function lineOf({ manifest, change }: Applied): string {
  return `${nameOf(manifest)} ${change}`;
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** Namespaces that the manifests use and do not bring. */
function missingNamespaces(manifests: readonly Manifest[]): readonly Manifest[] {
  const used = new Set(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
  for (const { kind, metadata } of manifests) if (kind === 'Namespace') used.delete(metadata.name);
  return [...used].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}
