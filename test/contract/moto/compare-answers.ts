// Two answers to the same call, member by member. Ids that each side makes up are paired on the way.
import type { Answer } from './recorded-call.ts';
import { isMadeUp, type Twins } from './twins.ts';

export interface Difference {
  /** Path of the member, `[]` for any item of a list and `[key]` for one of a list of keys; `error` for the code. */
  readonly member: string;
  readonly ours: string;
  readonly moto: string;
}

const accepted = 'accepted';
const absent = '–';

/** Differing members; learns new pairs of ids. Request ids are left out; times are compared by presence. */
export function compareAnswers(ours: Answer, moto: Answer, twins: Twins): readonly Difference[] {
  if ('refused' in ours || 'refused' in moto) {
    const codes = {
      ours: 'refused' in ours ? ours.refused : accepted,
      moto: 'refused' in moto ? moto.refused : accepted,
    };
    return codes.ours === codes.moto ? [] : [{ member: 'error', ...codes }];
  }
  const differences: Difference[] = [];
  compare(ours.output, moto.output, '', { twins, found: (difference) => differences.push(difference) });
  return differences;
}

interface Comparison {
  readonly twins: Twins;
  readonly found: (difference: Difference) => void;
}

function compare(ours: unknown, moto: unknown, member: string, comparison: Comparison): void {
  if (Array.isArray(ours) && Array.isArray(moto)) return compareLists(ours, moto, member, comparison);
  if (isObject(ours) && isObject(moto)) return compareObjects(ours, moto, member, comparison);
  if (typeof ours === 'string' && typeof moto === 'string' && isMadeUp(ours) && isMadeUp(moto)) {
    comparison.twins.pair(ours, moto);
  }
  const [left, right] = [shown(comparison.twins.translate(ours)), shown(moto)];
  if (left !== right) comparison.found({ member, ours: left, moto: right });
}

function compareObjects(ours: object, moto: object, member: string, comparison: Comparison): void {
  const [left, right] = [ours as Record<string, unknown>, moto as Record<string, unknown>];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (name === '$metadata') continue;
    compare(left[name], right[name], member === '' ? name : `${member}.${name}`, comparison);
  }
}

function compareLists(
  ours: readonly unknown[],
  moto: readonly unknown[],
  member: string,
  comparison: Comparison,
): void {
  const identity = identityOf(ours, moto);
  if (identity === undefined) {
    if (ours.length !== moto.length) {
      comparison.found({ member: `${member}.length`, ours: String(ours.length), moto: String(moto.length) });
    }
    const shared = Math.min(ours.length, moto.length);
    for (let index = 0; index < shared; index += 1) compare(ours[index], moto[index], `${member}[]`, comparison);
    return;
  }
  const nameOf = (item: unknown) => String((item as Record<string, unknown>)[identity]);
  const alone: unknown[] = [];
  const others = new Map(moto.map((item) => [nameOf(item), item]));
  for (const item of ours) {
    const name = comparison.twins.translate(nameOf(item));
    if (others.has(name)) compare(item, others.get(name), pathOf(member, name), comparison);
    else alone.push(item);
    others.delete(name);
  }
  pairLeftovers(alone, [...others.values()], { member, nameOf }, comparison);
}

/** Two items without counterpart are each other's: the default rule has an id that no answer has shown before. */
function pairLeftovers(
  ours: readonly unknown[],
  moto: readonly unknown[],
  { member, nameOf }: { readonly member: string; readonly nameOf: (item: unknown) => string },
  comparison: Comparison,
): void {
  const [left, right] = [ours[0], moto[0]];
  if (ours.length === 1 && moto.length === 1 && isMadeUp(nameOf(left)) && isMadeUp(nameOf(right))) {
    compare(left, right, `${member}[]`, comparison);
    return;
  }
  for (const item of ours) compare(item, undefined, pathOf(member, nameOf(item)), comparison);
  for (const item of moto) compare(undefined, item, pathOf(member, nameOf(item)), comparison);
}

const pathOf = (member: string, name: string) => (isMadeUp(name) ? `${member}[]` : `${member}[${name}]`);

/** Members that tell the items of a list apart, the most telling first. */
const identities = [
  'Key',
  'ZoneName',
  'SubnetId',
  'RouteTableId',
  'VpcId',
  'ResourceArn',
  'ResourceARN',
  'RuleArn',
  'ListenerArn',
  'TargetGroupName',
  'LoadBalancerName',
  'GroupName',
  'CertificateArn',
  'CidrBlock',
  'DestinationCidrBlock',
  'Name',
] as const;

/** A member that every item of both lists has, with a value of its own in the emulator's list. */
function identityOf(ours: readonly unknown[], moto: readonly unknown[]): string | undefined {
  const items = [...ours, ...moto];
  if (items.length < 3 || !items.every(isObject)) return undefined;
  return identities.find(
    (name) =>
      items.every((item) => (item as Record<string, unknown>)[name] !== undefined) &&
      new Set(ours.map((item) => (item as Record<string, unknown>)[name])).size === ours.length,
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function shown(value: unknown): string {
  if (value === undefined || value === null) return absent;
  if (value instanceof Date) return 'a time';
  if (value === '') return 'empty';
  if (isObject(value) && 'Key' in value && 'Value' in value) return shown(value.Value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
