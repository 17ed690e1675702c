// The fields of a published schema, each with a pair of specs that differ in nothing but that field.
import type { ResourceDefinition, StructuralSchema } from '../../lib/generated/kubernetes/resource-definition.ts';

export interface Field {
  /** `HTTPRoute.spec.rules[].name` */
  readonly path: string;
  readonly isLeaf: boolean;
  /** With the field, and everything required around it. */
  readonly spec: unknown;
  /** Without it, or, where it is required, with another value. */
  readonly otherwise: unknown;
}

/** Values for fields whose schema does not tell enough to make the object mean something. */
export type Samples = readonly (readonly [RegExp, unknown])[];

export function specFields({ names, versions }: ResourceDefinition, samples: Samples): readonly Field[] {
  const spec = versions[0]?.schema.properties?.['spec'];
  return spec ? fieldsOf({ schema: spec, path: `${names.kind}.spec` }, (value) => value, samples) : [];
}

interface Place {
  readonly schema: StructuralSchema;
  readonly path: string;
}

function fieldsOf({ schema, path }: Place, wrap: (value: unknown) => unknown, samples: Samples): readonly Field[] {
  if (schema.type === 'array' && schema.items)
    return fieldsOf({ schema: schema.items, path: `${path}[]` }, (value) => wrap([value]), samples);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const place: Place = { schema: member, path: `${path}.${name}` };
    const siblings = sampleObject({ schema, path }, samples, name);
    const around = (value: unknown): unknown =>
      wrap(value === undefined ? without(siblings, name) : { ...siblings, [name]: value });
    const isRequired = schema.required?.includes(name) ?? false;
    const own: Field = {
      path: place.path,
      isLeaf: member.properties === undefined && member.items?.properties === undefined,
      spec: around(sample(place, samples, 0)),
      otherwise: around(isRequired ? sample(place, samples, 1) : undefined),
    };
    return [own, ...fieldsOf(place, around, samples)];
  });
}

/** The `choice`th value that fits the schema. */
function sample(place: Place, samples: Samples, choice: 0 | 1): unknown {
  const { schema, path } = place;
  const given = choice === 0 ? samples.find(([pattern]) => pattern.test(path)) : undefined;
  if (given) return given[1];
  if (schema.enum)
    return schema.enum.filter((value) => value !== schema.default)[choice] ?? (choice === 0 ? schema.enum[0] : 'y');
  if (schema.type === 'object' || schema.type === 'array') return sampleContainer(place, samples, choice);
  return sampleScalar(schema, choice);
}

function sampleScalar({ type, minimum, default: usual }: StructuralSchema, choice: 0 | 1): unknown {
  if (type === 'integer' || type === 'number') return (minimum ?? 1) + 2 + choice;
  if (type === 'boolean') return usual !== true && choice === 0;
  return choice === 0 ? 'x' : 'y';
}

function sampleContainer({ schema, path }: Place, samples: Samples, choice: 0 | 1): unknown {
  if (schema.type === 'array')
    return schema.items ? [sample({ schema: schema.items, path: `${path}[]` }, samples, choice)] : [];
  const { additionalProperties } = schema;
  if (!additionalProperties) return sampleObject({ schema, path }, samples);
  return { key: additionalProperties === true ? 'x' : sample({ schema: additionalProperties, path }, samples, choice) };
}

/** Required members, and the discriminator of a union set to the member that is wanted. */
function sampleObject({ schema, path }: Place, samples: Samples, wanted = ''): Record<string, unknown> {
  const properties = schema.properties ?? {};
  const required = (schema.required ?? []).flatMap((name) => {
    const member = properties[name];
    return member ? [[name, sample({ schema: member, path: `${path}.${name}` }, samples, 0)] as const] : [];
  });
  const chosen = Object.entries(properties).flatMap(([name, member]) => {
    const choice = member.enum?.find(
      (value) => typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase(),
    );
    return choice === undefined ? [] : [[name, choice] as const];
  });
  return Object.fromEntries([...required, ...chosen]);
}

function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
