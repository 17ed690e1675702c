// `A.member.1.B=c` form bodies as a tree, and the tree as input members. The two list styles: `query` has `.member.N`
// (or the member's own name), `ec2` numbers the entries directly and capitalises names.
import type { AwsMember, AwsModel, AwsShape } from '../../../generated/aws/model.ts';
import { parseScalar, shapeOf } from './protocol.ts';

/** One dotted name: its own value, if given, and what is below it. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

export interface FormDialect {
  nameOf(memberName: string, member: AwsMember): string;
  /** The node whose children are numbered from 1. */
  entriesOf(node: FormNode, list: AwsShape, member: AwsMember): FormNode | undefined;
}

/** Parses a form body (or query string). */
export function parseForm(text: string): FormNode {
  const root: FormNode = { children: new Map() };
  for (const [name, value] of new URLSearchParams(text)) {
    let node = root;
    for (const segment of name.split('.')) {
      const child: FormNode = node.children.get(segment) ?? { children: new Map() };
      node.children.set(segment, child);
      node = child;
    }
    node.value = value;
  }
  return root;
}

/** Reads the members of a structure. */
export function readStructure(
  model: AwsModel,
  shape: AwsShape,
  node: FormNode,
  dialect: FormDialect,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const child = node.children.get(dialect.nameOf(name, member));
    if (!child) continue;
    const value = readMember(model, member, child, dialect);
    if (value === undefined && shape.required?.includes(name) && shapeOf(model, member.shape).type === 'list')
      read[name] = [];
    else if (value !== undefined) read[name] = value;
  }
  return read;
}

function readMember(model: AwsModel, member: AwsMember, node: FormNode, dialect: FormDialect): unknown {
  const shape = shapeOf(model, member.shape);
  if (shape.type === 'structure') return readStructure(model, shape, node, dialect);
  if (shape.type === 'list') return readList(model, member, node, dialect);
  if (shape.type === 'map') return readMap(model, member, node, dialect);
  return node.value === undefined ? undefined : parseScalar(node.value, shape);
}

/** Entries in order of their numbers. A bare `Name=`, which SDKs send for an empty list, reads as not given. */
function readList(model: AwsModel, member: AwsMember, node: FormNode, dialect: FormDialect): unknown[] | undefined {
  const shape = shapeOf(model, member.shape);
  const entry = shape.member;
  const entries = dialect.entriesOf(node, shape, member);
  if (!entry || !entries || entries.children.size === 0) return undefined;
  return [...entries.children]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => readMember(model, entry, child, dialect));
}

/** Entries `N.<key>` and `N.<value>`, numbered under the map's own name if it is flattened and under `entry` if not. */
function readMap(
  model: AwsModel,
  member: AwsMember,
  node: FormNode,
  dialect: FormDialect,
): Readonly<Record<string, unknown>> | undefined {
  const shape = shapeOf(model, member.shape);
  const isFlat = shape.flattened === true || member.flattened === true;
  const entries = isFlat ? node : node.children.get('entry');
  const { key, value } = shape;
  if (!key || !value || !entries || entries.children.size === 0) return undefined;
  return Object.fromEntries(
    [...entries.children.values()].flatMap((entry): [string, unknown][] => {
      const name = entry.children.get(key.locationName ?? 'key')?.value;
      const child = entry.children.get(value.locationName ?? 'value');
      return name === undefined || !child ? [] : [[name, readMember(model, value, child, dialect)]];
    }),
  );
}
