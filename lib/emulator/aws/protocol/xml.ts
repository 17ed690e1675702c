// Output shapes → XML, for the `query` and `ec2` protocols. Absent members are left out; present lists always appear.
import type { AwsMember, AwsModel, AwsShape } from '../../../generated/aws/model.ts';
import { shapeOf } from './protocol.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text with XML's special characters escaped. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => entities[character] ?? character);

/** One element around ready-made content. */
export const element = (name: string, content: string): string =>
  content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;

/** The members of a structure, one element each, in the model's order. */
export function encodeMembers(model: AwsModel, shape: AwsShape, value: object): string {
  const values = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape.members ?? {})
    .map(([name, member]) => encodeMember(model, member.locationName ?? name, member, values[name]))
    .join('');
}

function encodeMember(model: AwsModel, name: string, member: AwsMember, value: unknown): string {
  if (value === undefined || value === null) return '';
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'map' && (shape.flattened ?? member.flattened)) {
    return encodeMap(model, shape, value as Readonly<Record<string, unknown>>, name);
  }
  if (shape.type !== 'list') return element(name, encodeValue(model, shape, value));
  const entry = shape.member;
  if (!entry) return '';
  const isFlat = shape.flattened === true || member.flattened === true;
  const entryName = isFlat ? name : (entry.locationName ?? 'member');
  const entries = (value as readonly unknown[]).map((item) => encodeMember(model, entryName, entry, item)).join('');
  return isFlat ? entries : element(name, entries);
}

function encodeValue(model: AwsModel, shape: AwsShape, value: unknown): string {
  switch (shape.type) {
    case 'structure':
      return encodeMembers(model, shape, value as object);
    case 'timestamp':
      return new Date(value as number).toISOString();
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'map':
      return encodeMap(model, shape, value as Readonly<Record<string, unknown>>);
    default:
      return escapeXml(String(value));
  }
}

function encodeMap(
  model: AwsModel,
  shape: AwsShape,
  entries: Readonly<Record<string, unknown>>,
  entryName = 'entry',
): string {
  const { value: valueMember, key: keyMember } = shape;
  if (!valueMember || !keyMember) return '';
  return Object.entries(entries)
    .map(([key, value]) => {
      const keyElement = element(keyMember.locationName ?? 'key', escapeXml(key));
      return element(
        entryName,
        keyElement + encodeMember(model, valueMember.locationName ?? 'value', valueMember, value),
      );
    })
    .join('');
}
