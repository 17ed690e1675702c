// Keeps tags as desired. Keys that neither we nor AWS nor anyone the platform team names owns are removed, as users of LBC
// know it; what later runs must remember stays.
import type { Value } from '../base/ref.ts';
import { canonicalJson } from '../base/canonical.ts';
import type { Profile } from '../profile/profile.ts';
import type { Tags } from '../stack/stack.ts';
import type { Step } from './step.ts';

export interface Tagged {
  /** Resource id inside the stack. */
  readonly resource: string;
  readonly arn: Value;
  readonly desired: Tags;
  readonly observed: Tags;
}

export interface TagChanges {
  readonly set: Tags;
  readonly remove: readonly string[];
}

/** What to write and what to remove; keys that the platform team leaves to somebody else stay. */
export function tagChanges(desired: Tags, observed: Tags, { tagKeys, defaults }: Profile): TagChanges {
  const { applied, retireAfter } = tagKeys;
  const kept = (key: string): boolean =>
    key.startsWith('aws:') || key === applied || key === retireAfter || defaults.externalTagKeys.includes(key);
  return {
    set: Object.fromEntries(Object.entries(desired).filter(([key, value]) => observed[key] !== value)),
    remove: Object.keys(observed).filter((key) => desired[key] === undefined && !kept(key)),
  };
}

/** ELBv2 tag steps: resources with the same change share a call. */
export function tagSteps(resources: readonly Tagged[], profile: Profile): readonly Step[] {
  const changes = resources.map((tagged) => ({
    tagged,
    ...tagChanges(tagged.desired, tagged.observed, profile),
  }));
  const additions = grouped(
    changes.filter(({ set }) => Object.keys(set).length > 0),
    ({ set }) => set,
  );
  const removals = grouped(
    changes.filter(({ remove }) => remove.length > 0),
    ({ remove }) => remove,
  );
  return [...additions.map(additionStep), ...removals.map(removalStep)];
}

interface Change extends TagChanges {
  readonly tagged: Tagged;
}

function grouped(
  changes: readonly Change[],
  of: (change: Change) => unknown,
): readonly (readonly [Change, ...Change[]])[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = canonicalJson(of(change));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()];
}

function additionStep(group: readonly [Change, ...Change[]]): Step {
  const [{ tagged, set }] = group;
  return {
    id: `modify ${tagged.resource} tags ${Object.keys(set).sort().join(' ')}`,
    verb: 'modify',
    resource: tagged.resource,
    reason: `tags ${Object.entries(set)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')}`,
    after: [],
    request: { call: 'AddTags', resources: group.map((change) => change.tagged.arn), tags: set },
  };
}

function removalStep(group: readonly [Change, ...Change[]]): Step {
  const [{ tagged, remove }] = group;
  return {
    id: `delete ${tagged.resource} tags ${[...remove].sort().join(' ')}`,
    verb: 'delete',
    resource: tagged.resource,
    reason: `tags ${remove.join(', ')} no longer desired`,
    after: [],
    request: { call: 'RemoveTags', resources: group.map((change) => change.tagged.arn), keys: remove },
  };
}
