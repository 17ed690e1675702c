// JSON values as CEL sees them: typed by the schema, with field names escaped (KEP-2876).
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { isRecord, ownField, type Fields } from '../json.ts';
import type { Schema } from '../resources.ts';

const reserved = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

/** A property name as an identifier: `namespace` is `__namespace__`, `my-field` is `my__dash__field`. */
function escapedName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000 },
  ...{ m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
};

function toDuration(text: string): Duration {
  const parts = text.matchAll(/(?<amount>\d+(?:\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|s|m|h|d|w)/g);
  const total = [...parts].reduce(
    (sum, { groups }) => sum + Number(groups?.['amount']) * (unitMilliseconds[groups?.['unit'] ?? ''] ?? 0),
    0,
  );
  return Duration.fromMilliseconds(text.startsWith('-') ? -total : total);
}

function textValue(text: string, schema: Schema): unknown {
  if (schema.format === 'date-time' || schema.format === 'date') return new Date(text);
  if (schema.format === 'duration') return toDuration(text);
  return schema.format === 'byte' ? Uint8Array.from(Buffer.from(text, 'base64')) : text;
}

function objectValue(value: Fields, schema: Schema): Fields {
  const entries = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    if (child === undefined || child === null) return [];
    const property = ownField(schema.properties ?? {}, name);
    if (property) return [[escapedName(name), celValue(child, property)]];
    const values = schema.additionalProperties;
    return [[name, celValue(child, typeof values === 'object' ? values : {})]];
  });
  return Object.fromEntries(entries);
}

/** Converts a JSON value for CEL: integers to int, numbers to double, formatted strings to timestamps and durations. */
export function celValue(value: unknown, schema: Schema): unknown {
  if (typeof value === 'number') {
    const isInteger = schema.type === 'integer' || (schema.type === undefined && Number.isInteger(value));
    return isInteger ? BigInt(Math.trunc(value)) : value;
  }
  if (typeof value === 'string') return textValue(value, schema);
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema.items ?? {}));
  return isRecord(value) ? objectValue(value, schema) : value;
}
