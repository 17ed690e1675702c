// Kubernetes' published OpenAPI v3 schemas → structural schemas that refer to each other by short name.
import type { StructuralSchema } from '../../kubernetes/resource-definition.ts';
import { mapSubSchemas, withoutProse } from '../structural-keys.ts';

/** A structural schema that may stand for a named one; keywords beside `$ref` add to it. */
export type ReferringSchema = StructuralSchema & { readonly $ref?: string };

type OpenApiSchemas = Readonly<Record<string, ReferringSchema>>;

const openApiPrefix = '#/components/schemas/';

/** Types whose meaning OpenAPI cannot say, or says in a form that is not structural. */
const replacements: Readonly<Record<string, StructuralSchema>> = {
  IntOrString: { 'x-kubernetes-int-or-string': true },
  // Not int-or-string: a quantity may be a fraction (`cpu: 0.5`).
  Quantity: { 'x-kubernetes-preserve-unknown-fields': true, oneOf: [{ type: 'string' }, { type: 'number' }] },
  FieldsV1: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  RawExtension: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'atomic' },
  CustomResourceSubresourceStatus: { type: 'object' },
  // The schema of schemas contains itself, which no structural schema can.
  JSONSchemaProps: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  JSON: { 'x-kubernetes-preserve-unknown-fields': true },
};

/** `io.k8s.api.core.v1.PodSpec` → `PodSpec`. */
export function shortName(openApiName: string): string {
  return openApiName.slice(openApiName.lastIndexOf('.') + 1);
}

/**
 * The named schemas reachable from `roots` (OpenAPI names), keyed and referring by short name. Types of one short name
 * in two groups (Event, Subject …) are told apart by `rename`.
 */
export function referringSchemas(
  schemas: OpenApiSchemas,
  roots: readonly string[],
  rename: (openApiName: string) => string,
): Record<string, ReferringSchema> {
  const found = new Map<string, ReferringSchema>();
  const origin = new Map<string, string>();

  const visit = (openApiName: string): string => {
    const name = rename(openApiName);
    const earlier = origin.get(name);
    if (earlier !== undefined && earlier !== openApiName) throw new Error(`${earlier} and ${openApiName} are both ${name}`);
    if (earlier !== undefined) return name;
    origin.set(name, openApiName);
    const schema = replacements[name] ?? schemas[openApiName];
    if (!schema) throw new Error(`schema ${openApiName} is named but not defined`);
    found.set(name, refer(withoutProse(schema)));
    return name;
  };

  const refer = (schema: ReferringSchema): ReferringSchema => {
    const { $ref, ...rest } = withoutZeroDefault(unwrapReference(schema));
    const mapped = mapSubSchemas(rest, refer);
    return $ref === undefined ? mapped : { $ref: `#/definitions/${visit($ref.slice(openApiPrefix.length))}`, ...mapped };
  };

  for (const root of roots) visit(root);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `allOf: [{$ref}]` is how OpenAPI v3 puts keywords beside a reference. */
function unwrapReference(schema: ReferringSchema): ReferringSchema {
  const { allOf, ...rest } = schema;
  const [only, ...others] = (allOf ?? []) as readonly ReferringSchema[];
  return only?.$ref !== undefined && others.length === 0 ? { ...rest, $ref: only.$ref } : schema;
}

/** Go's zero values are published as defaults of fields that are never absent; the API server does not fill them in. */
function withoutZeroDefault(schema: ReferringSchema): ReferringSchema {
  const { default: value, ...rest } = schema;
  const isZero = value === 0 || value === '' || value === false || JSON.stringify(value) === '{}';
  return isZero ? rest : schema;
}
