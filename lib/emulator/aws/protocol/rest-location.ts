// Members of the REST protocols that travel outside the body: in labels of the path, the query string and headers.
import type { AwsMember, AwsModel, AwsShape } from '../../../generated/aws/model.ts';
import type { WireRequest } from '../../wire.ts';
import { parseScalar, shapeOf } from './protocol.ts';

/** Where a request's members are looked for. */
export interface Located {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: WireRequest['headers'];
}

/** Members outside the body, by the shape's locations. */
export function readLocated(model: AwsModel, shape: AwsShape, located: Located): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = readOne(model, name, member, located);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

function readOne(model: AwsModel, name: string, member: AwsMember, located: Located): unknown {
  const wireName = member.locationName ?? name;
  const shape = shapeOf(model, member.shape);
  if (member.location === 'headers') return prefixed(wireName.toLowerCase(), located.headers);
  const texts = textsOf(wireName, member, located);
  const [text] = texts;
  if (text === undefined) return undefined;
  if (shape.type !== 'list') return parseScalar(text, shape);
  return member.location === 'header' ? text.split(',').map((item) => item.trim()) : texts;
}

function textsOf(wireName: string, { location }: AwsMember, { labels, query, headers }: Located): readonly string[] {
  if (location === 'querystring') return query.getAll(wireName);
  const single =
    location === 'uri' ? labels[wireName] : location === 'header' ? headers[wireName.toLowerCase()] : undefined;
  return single === undefined ? [] : [single];
}

function prefixed(prefix: string, headers: WireRequest['headers']): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A scalar of an output as header text. */
function headerText(shape: AwsShape, value: unknown): string {
  if (shape.type !== 'timestamp') return String(value);
  return shape.timestampFormat === 'iso8601'
    ? new Date(value as number).toISOString()
    : new Date(value as number).toUTCString();
}

/** The headers of an output's members. */
export function writeHeaders(model: AwsModel, shape: AwsShape, output: object): Record<string, string> {
  const values = output as Readonly<Record<string, unknown>>;
  const written: Record<string, string> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    const wireName = (member.locationName ?? name).toLowerCase();
    if (member.location === 'header') written[wireName] = headerText(shapeOf(model, member.shape), value);
    if (member.location !== 'headers') continue;
    for (const [key, item] of Object.entries(value as object)) written[wireName + key] = String(item);
  }
  return written;
}
