// Manifests from files and folders: YAML or JSON, several documents, Kubernetes Lists taken apart.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../adapters/kube/apply-manifests.ts';
import { UsageError } from './io.ts';

/** Every object of the named files (or, for a folder, of its .yaml, .yml and .json files), in order. */
export async function readManifests(paths: readonly string[]): Promise<readonly Manifest[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  return (await Promise.all(files.map(readFileObjects))).flat();
}

/** Every object in one YAML or JSON text; `origin` names it in complaints. */
export function parseManifests(text: string, origin: string): readonly Manifest[] {
  let documents: readonly unknown[];
  try {
    documents = loadAll(text, { filename: origin });
  } catch (error) {
    throw new UsageError(`${origin} is not valid YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  return documents
    .filter((document) => document !== null && document !== undefined)
    .flatMap((document, index) => objectsOf(document, `${origin}, document ${index + 1}`));
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`there is no file or folder ${path}`);
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  return names.map((name) => join(path, name));
}

async function readFileObjects(path: string): Promise<readonly Manifest[]> {
  return parseManifests(await readFile(path, 'utf8'), path);
}

function objectsOf(document: unknown, origin: string): readonly Manifest[] {
  if (Array.isArray(document)) return document.flatMap((item, index) => objectsOf(item, `${origin}[${index}]`));
  if (typeof document !== 'object' || document === null)
    throw new UsageError(`${origin} is not a Kubernetes object but ${typeof document}`);
  const { apiVersion, kind, metadata, items } = document as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap((item, index) => objectsOf(item, `${origin}, item ${index + 1}`));
  }
  for (const [field, value] of Object.entries({
    apiVersion,
    kind,
    'metadata.name': (metadata as { name?: unknown } | undefined)?.name,
  })) {
    if (typeof value !== 'string' || value === '') throw new UsageError(`${origin} has no ${field}`);
  }
  return [document as Manifest];
}
