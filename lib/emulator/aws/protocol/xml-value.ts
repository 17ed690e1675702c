// XML elements as input, by shape.
import type { AwsMember, AwsModel, AwsShape } from '../../../generated/aws/model.ts';
import { parseScalar, shapeOf } from './protocol.ts';
import type { XmlElement } from './xml-document.ts';

/** The members of a structure that are child elements; unknown elements are ignored, as S3 ignores them. */
export function readXmlMembers(model: AwsModel, shape: AwsShape, element: XmlElement): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    if (member.location !== undefined) continue;
    const children = element.children.filter((child) => child.name === (member.locationName ?? name));
    const [first] = children;
    if (first) read[name] = readXmlMember(model, member, first, children);
  }
  return read;
}

function readXmlMember(model: AwsModel, member: AwsMember, first: XmlElement, all: readonly XmlElement[]): unknown {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'structure') return readXmlMembers(model, shape, first);
  if (shape.type !== 'list') return parseScalar(first.text, shape);
  const entry = shape.member;
  if (!entry) return [];
  const isFlat = shape.flattened === true || member.flattened === true;
  const items = isFlat ? all : first.children;
  return items.map((item) => readXmlMember(model, entry, item, [item]));
}
