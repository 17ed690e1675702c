// What a CustomResourceDefinition says about a value and zod cannot: integer formats, bounds of maps, list and map
// semantics, and CEL rules. Annotations hang on the schema they are about; structural-schema.ts reads them.
import * as z from 'zod/mini';
import type { StructuralSchema, ValidationRule } from '../generated/kubernetes/resource-definition.ts';

export type SchemaAnnotation = Pick<
  StructuralSchema,
  'format' | 'maxProperties' | 'x-kubernetes-list-type' | 'x-kubernetes-map-type' | 'x-kubernetes-validations'
>;

export const schemaAnnotations = z.registry<SchemaAnnotation>();

/** A rule across fields, said twice: in CEL for the API server and as a predicate for us. Tests hold the two equal. */
export interface CelRule<T> extends ValidationRule {
  readonly rule: string;
  readonly message: string;
  readonly holds: (value: T) => boolean;
}

/** `schema` with rules that hold for its values. Rules are looked at only if the value has the schema's shape. */
export function withRules<S extends z.ZodMiniType>(schema: S, rules: readonly CelRule<z.output<S>>[]): S {
  const checks = rules.map(({ holds, message }) => z.refine<z.output<S>>(holds, message));
  const validations = rules.map(({ rule, message }) => ({ rule, message }));
  const ruled = schema.check(...checks);
  schemaAnnotations.add(ruled as z.ZodMiniType, { 'x-kubernetes-validations': validations });
  return ruled;
}
