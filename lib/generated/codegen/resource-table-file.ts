// A resource table as the JSON file of one API family.
import type { ResourceTable } from '../kubernetes/resource-table.ts';
import { compactJson } from './compact-json.ts';
import type { GeneratedFile } from './generated-file.ts';

/** `lib/generated/<family>/resources.json`, one definition and one resource per line. */
export function resourceTableFile(family: string, { definitions, resources }: ResourceTable): GeneratedFile {
  return { path: `lib/generated/${family}/resources.json`, text: compactJson({ definitions, resources }, 2) };
}
