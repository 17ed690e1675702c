// A zod schema as the structural schema of a CustomResourceDefinition.
import * as z from 'zod/mini';
import type { StructuralSchema } from '../generated/kubernetes/resource-definition.ts';
import { schemaAnnotations } from './schema-annotations.ts';

/** The structural schema of what an API server may be sent for `schema`: defaulted fields are optional. */
export function structuralSchema(schema: z.ZodMiniType): StructuralSchema {
  const json = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    metadata: schemaAnnotations,
    unrepresentable: 'throw',
    override: ({ jsonSchema }) => {
      // How zod says "an integer that JSON carries exactly" and "an int32"; the format says it here.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER || jsonSchema.minimum === -(2 ** 31))
        delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER || jsonSchema.maximum === 2 ** 31 - 1)
        delete jsonSchema.maximum;
    },
  });
  return json as StructuralSchema;
}
