// Schemas → readonly TypeScript interfaces. Object schemas become named interfaces; where two have the same members
// they become one. A field is optional unless the schema requires it or gives it a default.
import type { StructuralSchema } from '../kubernetes/resource-definition.ts';
import type { ReferringSchema } from './kubernetes/openapi-schemas.ts';

/** How object types are called: those of named definitions by their name, those in place by their path. */
export interface TypeNames {
  readonly ofDefinition: (name: string) => string;
  readonly at: (path: string) => string | undefined;
}

/** Collects interfaces while types are asked for. Two different interfaces of one name stop generation. */
export class InterfaceWriter {
  readonly #definitions: Readonly<Record<string, ReferringSchema>>;
  readonly #names: TypeNames;
  readonly #bodies = new Map<string, string>();
  readonly #nameOfBody = new Map<string, string>();
  readonly #referred = new Set<string>();

  constructor(definitions: Readonly<Record<string, ReferringSchema>>, names: TypeNames) {
    this.#definitions = definitions;
    this.#names = names;
  }

  /** The TypeScript type of `schema`, which stands at `path` (such as `HTTPRoute.spec.rules[]`). */
  typeAt(path: string, schema: ReferringSchema): string {
    if (schema.$ref !== undefined) return this.#referredType(schema.$ref.slice('#/definitions/'.length));
    if (schema.enum) return schema.enum.map(literal).join(' | ');
    if (schema['x-kubernetes-int-or-string']) return 'number | string';
    if (schema.oneOf && !schema.type) return schema.oneOf.map((branch) => this.typeAt(path, branch)).join(' | ');
    if (schema.properties) return this.#typeInPlace(path, schema);
    if (schema.type === 'array') return `readonly ${grouped(this.typeAt(`${path}[]`, schema.items ?? {}))}[]`;
    if (schema.type === 'object') return this.#mapType(path, schema);
    return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown');
  }

  /** The member lines of an interface for an object schema, without the properties named in `except`. */
  membersOf(path: string, schema: StructuralSchema, except: readonly string[] = []): string[] {
    return Object.entries(schema.properties ?? {})
      .filter(([name]) => !except.includes(name))
      .map(([name, property]) => {
        const always = schema.required?.includes(name) === true || property.default !== undefined;
        return member(name, this.typeAt(`${path}.${name}`, property), always ? 'always' : 'optional');
      });
  }

  /** Declares an interface with these members under exactly this name. */
  declare(name: string, members: readonly string[]): void {
    const body = members.join('\n');
    const earlier = this.#bodies.get(name);
    if (earlier !== undefined && earlier !== body) {
      throw new Error(`two types are named ${name}:\n${earlier}\n\n${body}`);
    }
    this.#bodies.set(name, body);
  }

  /** Every declared interface, by name. */
  print(): string {
    const sorted = [...this.#bodies].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([name, body]) => `export interface ${name} {\n${body}\n}\n`).join('\n');
  }

  #referredType(definition: string): string {
    const schema = this.#definitions[definition];
    if (!schema) throw new Error(`there is no definition ${definition}`);
    if (!schema.properties) return this.typeAt(definition, schema);
    const name = this.#names.ofDefinition(definition);
    // Noted before its members are looked at: a type may contain itself.
    if (!this.#referred.has(definition)) {
      this.#referred.add(definition);
      this.declare(name, this.membersOf(definition, schema));
    }
    return name;
  }

  #typeInPlace(path: string, schema: StructuralSchema): string {
    const members = this.membersOf(path, schema);
    const body = members.join('\n');
    const known = this.#nameOfBody.get(body);
    if (known !== undefined) return known;
    const name = this.#names.at(path);
    if (name === undefined) throw new Error(`the type at ${path} has no name`);
    this.declare(name, members);
    this.#nameOfBody.set(body, name);
    return name;
  }

  #mapType(path: string, { additionalProperties: values }: StructuralSchema): string {
    return `Readonly<Record<string, ${typeof values === 'object' ? this.typeAt(`${path}{}`, values) : 'unknown'}>>`;
  }
}

/** One member line of an interface. */
export function member(name: string, type: string, presence: 'always' | 'optional'): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
  return `  readonly ${key}${presence === 'optional' ? '?' : ''}: ${type};`;
}

function grouped(type: string): string {
  return type.includes(' ') && !type.startsWith('Readonly<') ? `(${type})` : type;
}

function literal(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
}
