// The configuration kinds of group gateway.k8s.aws, with both versions they are served in.
import type { ResourceDefinition } from '../kubernetes/resource-definition.ts';
import { readResourceTable, type ResourceTable } from '../kubernetes/resource-table.ts';
import table from './resources.json' with { type: 'json' };

export const configurationResources: readonly ResourceDefinition[] = readResourceTable(
  table as unknown as ResourceTable,
).resources;
