// The kinds of the Gateway API, standard channel, with every version that the published CRDs have.
import type { ResourceDefinition } from '../kubernetes/resource-definition.ts';
import { readResourceTable, type ResourceTable } from '../kubernetes/resource-table.ts';
import table from './resources.json' with { type: 'json' };

export const gatewayApiResources: readonly ResourceDefinition[] = readResourceTable(
  table as unknown as ResourceTable,
).resources;
