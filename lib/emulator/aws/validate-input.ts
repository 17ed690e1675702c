// The constraints a service model states (required, bounds, pattern, enum), checked on decoded input. The wording of the
// refusal belongs to the service family: see `constraint-errors.ts`.
import type { AwsModel, AwsShape } from '../../generated/aws/model.ts';
import { shapeOf } from './protocol/protocol.ts';

export type Constraint =
  | { readonly kind: 'required' }
  | { readonly kind: 'min-length' | 'max-length' | 'min-value' | 'max-value'; readonly bound: number }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'enum'; readonly values: readonly string[] };

/** One member that breaks one constraint. `path` is made of member names and 1-based list positions. */
export interface Violation {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly constraint: Constraint;
  /** What the last member is called on the wire, for a missing one. */
  readonly wireName?: string;
}

/** Every violation, in the order of the model's members. */
export function findViolations(
  model: AwsModel,
  shapeName: string,
  value: unknown,
  path: Violation['path'] = [],
): Violation[] {
  const shape = shapeOf(model, shapeName);
  return [
    ...constraintsOf(shape, value).map((constraint) => ({ path, value, constraint })),
    ...within(model, shape, value, path),
  ];
}

function within(model: AwsModel, shape: AwsShape, value: unknown, path: Violation['path']): Violation[] {
  if (shape.type === 'structure')
    return withinStructure(model, shape, value as Readonly<Record<string, unknown>>, path);
  if (shape.type === 'list') {
    const entry = shape.member?.shape ?? '';
    return (value as readonly unknown[]).flatMap((item, index) =>
      findViolations(model, entry, item, [...path, index + 1]),
    );
  }
  if (shape.type === 'map') {
    const entry = shape.value?.shape ?? '';
    return Object.entries(value as object).flatMap(([key, item]) => findViolations(model, entry, item, [...path, key]));
  }
  return [];
}

function withinStructure(
  model: AwsModel,
  shape: AwsShape,
  value: Readonly<Record<string, unknown>>,
  path: Violation['path'],
) {
  return Object.entries(shape.members ?? {}).flatMap(([name, member]): Violation[] => {
    const item = value[name];
    if (item !== undefined) return findViolations(model, member.shape, item, [...path, name]);
    const isMissing = shape.required?.includes(name) && member.idempotencyToken !== true;
    if (!isMissing) return [];
    const wireName = member.locationName ?? name;
    return [{ path: [...path, name], value: undefined, constraint: { kind: 'required' }, wireName }];
  });
}

function constraintsOf(shape: AwsShape, value: unknown): Constraint[] {
  switch (shape.type) {
    case 'string':
      return [...lengthConstraints(shape, (value as string).length), ...textConstraints(shape, value as string)];
    case 'list':
    case 'blob':
      return lengthConstraints(shape, (value as { readonly length: number }).length);
    case 'map':
      return lengthConstraints(shape, Object.keys(value as object).length);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return boundConstraints(shape, value as number, ['min-value', 'max-value']);
    case 'structure':
    case 'boolean':
    case 'timestamp':
      return [];
  }
}

const lengthConstraints = (shape: AwsShape, length: number) =>
  boundConstraints(shape, length, ['min-length', 'max-length']);

function boundConstraints(
  { min, max }: AwsShape,
  size: number,
  [below, above]: readonly ['min-value' | 'min-length', 'max-value' | 'max-length'],
): Constraint[] {
  const broken: Constraint[] = [];
  if (min !== undefined && size < min) broken.push({ kind: below, bound: min });
  if (max !== undefined && size > max) broken.push({ kind: above, bound: max });
  return broken;
}

function textConstraints(shape: AwsShape, value: string): Constraint[] {
  const broken: Constraint[] = [];
  if (shape.pattern !== undefined && !compilePattern(shape.pattern).test(value)) {
    broken.push({ kind: 'pattern', pattern: shape.pattern });
  }
  if (shape.enum && !shape.enum.includes(value)) broken.push({ kind: 'enum', values: shape.enum });
  return broken;
}

const compiled = new Map<string, RegExp>();

/** Model patterns are Java's and match the whole value; `\p{…}` needs the Unicode flag, some escapes forbid it. */
function compilePattern(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const whole = `^(?:${pattern})$`;
  const regex = pattern.includes('\\p{') ? new RegExp(whole, 'su') : new RegExp(whole, 's');
  compiled.set(pattern, regex);
  return regex;
}
