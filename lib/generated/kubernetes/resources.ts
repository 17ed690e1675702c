// The built-in kinds of Kubernetes that the project watches, or that an API server of its size must offer.
import table from './resources.json' with { type: 'json' };
import type { ResourceDefinition, StructuralSchema } from './resource-definition.ts';
import { readResourceTable, type ResourceTable } from './resource-table.ts';

const { resources, schemas } = readResourceTable(table as unknown as ResourceTable);

export const kubernetesResources: readonly ResourceDefinition[] = resources;

/** Every named type of the Kubernetes API that `kubernetesResources` use, such as `PodSpec`. */
export const kubernetesSchemas: Readonly<Record<string, StructuralSchema>> = schemas;

/** The schema of every object's `metadata`, custom kinds included. */
export const objectMetaSchema: StructuralSchema = schemas['ObjectMeta'] ?? {};
