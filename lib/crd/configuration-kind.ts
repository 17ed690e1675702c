// What the three configuration kinds have in common: group, versions, the frame of an object, and how one is read.
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { PrinterColumn } from '../generated/kubernetes/resource-definition.ts';

/** The API group and the controller-independent contract of its kinds are those of the AWS Load Balancer Controller. */
export const configurationGroup = 'gateway.k8s.aws';

/** Newest first; the first is stored. Both have the same schema. */
export const configurationVersions = ['v1', 'v1beta1'] as const;

/** A problem of one field. `path` is written as Kubernetes does: `spec.actions[0].type`. */
export interface ParseIssue {
  readonly path: string;
  readonly message: string;
}

export type Parsed<T> = { readonly value: T } | { readonly issues: readonly ParseIssue[] };

interface KindParts<Spec, Status> {
  readonly spec: Spec;
  readonly status: Status;
  /** Columns before the age. */
  readonly printerColumns?: readonly PrinterColumn[];
}

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.optional(z.string()),
  uid: z.optional(z.string()),
  resourceVersion: z.optional(z.string()),
  generation: z.optional(z.int()),
  labels: z.optional(z.record(z.string(), z.string())),
  annotations: z.optional(z.record(z.string(), z.string())),
  deletionTimestamp: z.optional(z.string()),
});

/** A kind from the schemas of its spec and status. `object` reads whole objects; an absent spec is an empty one. */
export function configurationKind<K extends string, Spec extends z.ZodMiniObject, Status extends z.ZodMiniObject>(
  kind: K,
  parts: KindParts<Spec, Status>,
) {
  const { spec, status, printerColumns = [] } = parts;
  const [v1, v1beta1] = configurationVersions;
  const object = z.object({
    apiVersion: z.enum([`${configurationGroup}/${v1}`, `${configurationGroup}/${v1beta1}`]),
    kind: z.literal(kind),
    metadata,
    spec: z.prefault(spec, {} as z.input<Spec> & object),
    status: z.optional(status),
  });
  return { kind, spec, status, printerColumns, object };
}

/** Reads an untrusted object by the schema of its kind. Never throws on input. */
export function parseConfiguration<S extends z.ZodMiniType>(schema: S, object: unknown): Parsed<z.output<S>> {
  const result = z.safeParse(schema, object, { error: en().localeError });
  if (result.success) return { value: result.data };
  return { issues: result.error.issues.map(({ path, message }) => ({ path: fieldPath(path), message })) };
}

function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, key) => {
    if (typeof key === 'number') return `${written}[${key}]`;
    return written === '' ? String(key) : `${written}.${String(key)}`;
  }, '');
}
