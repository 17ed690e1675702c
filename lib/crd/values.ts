// The kinds of values that all three configuration kinds are made of.
import * as z from 'zod/mini';
import { schemaAnnotations } from './schema-annotations.ts';

/** A 32-bit integer, within bounds if given. */
export function int32(minimum?: number, maximum?: number): z.ZodMiniNumberFormat {
  const checks = [
    ...(minimum === undefined ? [] : [z.minimum(minimum)]),
    ...(maximum === undefined ? [] : [z.maximum(maximum)]),
  ];
  return z
    .int32()
    .check(...checks)
    .register(schemaAnnotations, { format: 'int32' });
}

/** A 64-bit integer as far as JSON carries one exactly, within bounds if given. */
export function int64(minimum?: number, maximum?: number): z.ZodMiniNumberFormat {
  const checks = [
    ...(minimum === undefined ? [] : [z.minimum(minimum)]),
    ...(maximum === undefined ? [] : [z.maximum(maximum)]),
  ];
  return z
    .int()
    .check(...checks)
    .register(schemaAnnotations, { format: 'int64' });
}

/** AWS tags, or any map of strings; at most `maxProperties` of them if given. */
export function stringMap(maxProperties?: number): z.ZodMiniRecord<z.ZodMiniString, z.ZodMiniString> {
  const map = z.record(z.string(), z.string());
  if (maxProperties === undefined) return map;
  const fits = z.refine<Record<string, string>>(
    (value) => Object.keys(value).length <= maxProperties,
    `Too many entries: expected at most ${maxProperties}`,
  );
  return map.check(fits).register(schemaAnnotations, { maxProperties });
}

/** Attributes of a load balancer, listener or target group, by the key the ELB API knows. */
export const attributes = z.array(z.object({ key: z.string(), value: z.string() }));

const requirement = z.object({
  key: z.string(),
  operator: z.string(),
  values: z.optional(z.array(z.string()).register(schemaAnnotations, { 'x-kubernetes-list-type': 'atomic' })),
});

/** meta/v1 LabelSelector. */
export const labelSelector = z
  .object({
    matchExpressions: z.optional(
      z.array(requirement).register(schemaAnnotations, { 'x-kubernetes-list-type': 'atomic' }),
    ),
    matchLabels: z.optional(stringMap()),
  })
  .register(schemaAnnotations, { 'x-kubernetes-map-type': 'atomic' });

/** Status of the two kinds that a Gateway and a GatewayClass can both refer to. */
export const observedConfigurationStatus = z.object({
  observedGatewayConfigurationGeneration: z.optional(int64()),
  observedGatewayClassConfigurationGeneration: z.optional(int64()),
});
