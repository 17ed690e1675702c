// The TypeScript types of custom kinds: one interface per kind over all its served versions, and the types inside it.
import type { ResourceDefinition } from '../kubernetes/resource-definition.ts';
import { InterfaceWriter, member } from './typescript-interfaces.ts';

/** What a custom kinds' type file says about itself, and how the types inside its kinds are called. */
export interface KindTypesOptions {
  readonly header: string;
  /** Names by path. Other object types are called by kind and last field, in the singular: `HTTPRouteRule`. */
  readonly names: Readonly<Record<string, string>>;
}

/** The text of a type file for `definitions`; the newest served version of each kind is the one described. */
export function kindTypes(definitions: readonly ResourceDefinition[], { header, names }: KindTypesOptions): string {
  const unused = new Set(Object.keys(names));
  const nameAt = (path: string): string => {
    unused.delete(path);
    return names[path] ?? fallbackName(path);
  };
  const writer = new InterfaceWriter({}, { ofDefinition: (name) => name, at: nameAt });
  for (const definition of definitions) declareKind(writer, definition);
  if (unused.size > 0) throw new Error(`names are given to types that are not there: ${[...unused].join(', ')}`);
  return `${header}import type { ObjectMeta } from '../kubernetes/types.ts';\n\n${writer.print()}`;
}

function declareKind(writer: InterfaceWriter, { group, names: { kind }, versions }: ResourceDefinition): void {
  const served = versions.filter((version) => version.served);
  const schema = served[0]?.schema;
  if (!schema) throw new Error(`${kind} has no served version`);
  writer.declare(kind, [
    member('apiVersion', served.map((version) => `'${group}/${version.name}'`).join(' | '), 'always'),
    member('kind', `'${kind}'`, 'always'),
    member('metadata', 'ObjectMeta', 'always'),
    ...writer.membersOf(kind, schema, ['apiVersion', 'kind', 'metadata']),
  ]);
}

/** `HTTPRoute.spec.rules[].matches[]` → `HTTPRouteMatch`. */
function fallbackName(path: string): string {
  const segments = path.split('.');
  const last = segments.at(-1) ?? path;
  const field = last.replace(/(\[\]|\{\})+$/, '');
  return segments[0] + pascal(field === last ? field : singular(field));
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function singular(plural: string): string {
  return plural.replace(/(?<=ch|sh|ss|x)es$|(?<!s)s$/, '');
}
