// Names, ids, lock tokens, tags and lists, which web ACLs and IP sets treat alike.
import { pageOf } from '../page.ts';
import type { World } from '../world.ts';
import type { WafEntity } from './waf.ts';
import { changedMeanwhile, duplicate, invalidParameter, nonexistent, overLimit } from './waf-error.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export type Scope = WafEntity['scope'];

/** How a request names one entity. */
export interface Named {
  readonly Name: string;
  readonly Scope: Scope;
  readonly Id: string;
}

const maximumTags = 50;

/** CloudFront's web ACLs live in one region only. */
export function requireScope({ region }: World, scope: Scope): void {
  if (scope === 'CLOUDFRONT' && region !== 'us-east-1') {
    throw invalidParameter('The scope is not valid.', 'SCOPE_VALUE', scope);
  }
}

/** Tags by key; refuses repeated and reserved keys. */
export function readTags(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  const read = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(read).length !== tags.length) throw invalidParameter('Tag keys must be unique.', 'TAG_KEYS', 'Tags');
  const reserved = Object.keys(read).find((key) => /^aws:/i.test(key));
  if (reserved !== undefined)
    throw invalidParameter('Tag keys beginning with aws: are reserved.', 'TAG_KEYS', reserved);
  return requireFewTags(read);
}

/** The tags, unless there are more than a resource may have. */
export function requireFewTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(tags).length > maximumTags) throw overLimit();
  return tags;
}

/** The common members of a new entity; throws for a name that is taken in its scope. */
export function newEntity(
  world: World,
  all: ReadonlyMap<string, WafEntity>,
  type: 'webacl' | 'ipset',
  input: {
    readonly Name: string;
    readonly Scope: Scope;
    readonly Description?: string;
    readonly Tags?: readonly Tag[];
  },
): WafEntity {
  const { Name, Scope: scope, Description, Tags } = input;
  requireScope(world, scope);
  if ([...all.values()].some((entity) => entity.name === Name && entity.scope === scope)) throw duplicate();
  const id = world.random.uuid();
  const place = scope === 'REGIONAL' ? 'regional' : 'global';
  return {
    arn: `arn:aws:wafv2:${world.region}:${world.accountId}:${place}/${type}/${Name}/${id}`,
    id,
    name: Name,
    scope,
    ...(Description !== undefined && { description: Description }),
    lockToken: world.random.uuid(),
    tags: readTags(Tags),
  };
}

/** The entity of name, scope and id together. */
export function requireEntity<T extends WafEntity>(all: ReadonlyMap<string, T>, { Name, Scope: scope, Id }: Named): T {
  const found = [...all.values()].find((entity) => entity.id === Id && entity.name === Name && entity.scope === scope);
  if (!found) throw nonexistent();
  return found;
}

/** Throws unless the token is that of the newest version. */
export function requireLock({ lockToken }: WafEntity, given: string): void {
  if (lockToken !== given) throw changedMeanwhile();
}

/** As the List operations show it. */
export const summaryOf = ({ name, id, description, lockToken, arn }: WafEntity) => ({
  Name: name,
  Id: id,
  Description: description ?? '',
  LockToken: lockToken,
  ARN: arn,
});

export interface ListInput {
  readonly NextMarker?: string;
  readonly Limit?: number;
}

/** A page of summaries, by name. */
export function listPage<T extends WafEntity>(
  world: World,
  all: ReadonlyMap<string, T>,
  input: ListInput & { readonly Scope: Scope },
) {
  requireScope(world, input.Scope);
  const sorted = [...all.values()]
    .filter(({ scope }) => scope === input.Scope)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const invalid = invalidParameter('The marker is not valid.', 'NEXT_MARKER', input.NextMarker ?? '');
  const { items, next } = pageOf(sorted, input.Limit ?? 100, input.NextMarker, invalid);
  return { items: items.map(summaryOf), token: next === undefined ? {} : { NextMarker: next } };
}
