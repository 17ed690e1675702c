// The committed JSON form of resource definitions: schemas that occur in several places are written once, under
// `definitions`, and referred to. Reading a table puts them back in place, shared in memory.
import type { ResourceDefinition, StructuralSchema } from './resource-definition.ts';

/** `{ "$ref": "#/definitions/<name>" }` stands for the schema of that name; keywords beside it are added to it. */
export interface ResourceTable {
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly resources: readonly unknown[];
}

const prefix = '#/definitions/';

/** The definitions of a table with every reference resolved. Throws if a reference names nothing: the file is broken. */
export function readResourceTable(table: ResourceTable): {
  readonly resources: readonly ResourceDefinition[];
  readonly schemas: Readonly<Record<string, StructuralSchema>>;
} {
  const resolved = new Map<string, unknown>();

  const named = (name: string): unknown => {
    if (!resolved.has(name)) {
      if (!(name in table.definitions)) throw new Error(`the table has no definition ${name}`);
      resolved.set(name, resolve(table.definitions[name]));
    }
    return resolved.get(name);
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...rest } = value as Readonly<Record<string, unknown>>;
    const entries = Object.entries(rest).map(([key, entry]): [string, unknown] => [key, resolve(entry)]);
    if (typeof $ref !== 'string') return Object.fromEntries(entries);
    const target = named($ref.slice(prefix.length)) as object;
    return entries.length === 0 ? target : { ...target, ...Object.fromEntries(entries) };
  };

  const schemas = Object.fromEntries(Object.keys(table.definitions).map((name) => [name, named(name)]));
  return {
    resources: table.resources.map(resolve) as readonly ResourceDefinition[],
    schemas: schemas as Readonly<Record<string, StructuralSchema>>,
  };
}
