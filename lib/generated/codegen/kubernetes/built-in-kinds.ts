// The built-in kinds of Kubernetes: resource table and types, and the roles every cluster has.
import type { GeneratedFile } from '../generated-file.ts';
import { bootstrapRolesFile } from './bootstrap-roles.ts';
import { kubernetesTable } from './kubernetes-resources.ts';
import { kubernetesTypesFile } from './kubernetes-types.ts';
import { resourceTableFile } from '../resource-table-file.ts';

/** Everything generated from the unpacked Kubernetes module. */
export function builtInKindFiles(moduleDirectory: string): GeneratedFile[] {
  const table = kubernetesTable(moduleDirectory);
  return [
    resourceTableFile('kubernetes', table),
    kubernetesTypesFile(table.definitions),
    bootstrapRolesFile(moduleDirectory),
  ];
}
