// The tag index behind GetResources. It follows the account with a lag, so it misses what is new and shows ghosts of
// what is gone.
import type { TagMap } from '../service.ts';
import type { World } from '../world.ts';

export interface TaggedResource {
  readonly arn: string;
  readonly tags: TagMap;
}

export interface TagIndex {
  /** Resources that have tags, or had some, as they were `lagSeconds` ago. */
  resources(): readonly TaggedResource[];
  /** Takes what is there now as if it had always been there. */
  reset(): void;
}

interface Change {
  readonly at: number;
  readonly arn: string;
  /** Absent: the resource is gone. */
  readonly tags?: TagMap;
}

/** The account is compared with what was last seen at most this often; a comparison walks all of it. */
const comparisonMs = 1000;

/** Rows replace their tags; services that build theirs anew are compared by content. */
function isEqual(before: TagMap | undefined, now: TagMap): boolean {
  if (before === now || before === undefined) return before === now;
  const keys = Object.keys(now);
  return keys.length === Object.keys(before).length && keys.every((key) => before[key] === now[key]);
}

/** An index over what `list` returns, fed by the news of the world. */
export function createTagIndex(world: World, list: () => readonly TaggedResource[], lagSeconds: number): TagIndex {
  let seen = new Map<string, TagMap>();
  const isTagged = ({ arn, tags }: TaggedResource) => Object.keys(tags).length > 0 || seen.has(arn);
  const tagged = () =>
    new Map(list().flatMap((resource) => (isTagged(resource) ? [[resource.arn, resource.tags]] : [])));
  let indexed = new Map<string, TagMap>();
  let pending: Change[] = [];
  /** Time of the latest change that has not been compared yet. */
  let changedAt: number | undefined;

  const compare = () => {
    if (changedAt === undefined) return;
    const current = tagged();
    for (const [arn, tags] of current) {
      if (!isEqual(seen.get(arn), tags)) pending.push({ at: changedAt, arn, tags });
    }
    for (const arn of seen.keys()) if (!current.has(arn)) pending.push({ at: changedAt, arn });
    seen = current;
    changedAt = undefined;
  };

  world.subscribe(() => {
    if (changedAt === undefined) world.clock.schedule(comparisonMs, compare);
    changedAt = world.clock.now();
  });

  const catchUp = () => {
    const horizon = world.clock.now() - lagSeconds * 1000;
    for (const { arn, tags } of pending.filter(({ at }) => at <= horizon)) {
      if (tags) indexed.set(arn, tags);
      else indexed.delete(arn);
    }
    pending = pending.filter(({ at }) => at > horizon);
  };

  return {
    resources: () => {
      compare();
      catchUp();
      return [...indexed].map(([arn, tags]) => ({ arn, tags }));
    },
    reset: () => {
      seen = new Map();
      seen = tagged();
      indexed = new Map(seen);
      pending = [];
      changedAt = undefined;
    },
  };
}
