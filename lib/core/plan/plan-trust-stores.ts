// Trust stores made from ConfigMaps: created before a listener verifies with them, filled anew when a ConfigMap changes,
// deleted after no listener has them.
import type { TrustStore, Tags } from '../stack/stack.ts';
import type { ObservedTrustStore } from './observed.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Planning } from './planning.ts';
import type { Step } from './step.ts';
import { tagSteps } from './tag-steps.ts';

export interface TrustStoreSteps {
  readonly grow: readonly Step[];
  readonly shrink: readonly Step[];
}

/** Those of held ports stay. */
export function planTrustStores(planning: Planning): TrustStoreSteps {
  const { stack, observed, matches, profile } = planning;
  const desired = stack.trustStores ?? [];
  const matched = new Set(Object.values(matches.trustStores).map(({ arn }) => arn));
  const held = new Set(
    observed.listeners.flatMap(({ port, mutualAuthentication }) =>
      stack.heldPorts?.includes(port) === true ? [mutualAuthentication?.trustStoreArn] : [],
    ),
  );
  return {
    grow: desired.flatMap((store) => {
      const found = matches.trustStores[store.id];
      return found === undefined ? [createStep(store, planning)] : changeSteps(store, found, planning);
    }),
    shrink: (observed.trustStores ?? [])
      .filter(({ arn, tags }) => isOfStack(tags, profile, stack.gateway) && !matched.has(arn) && !held.has(arn))
      .map(deleteStep),
  };
}

function desiredTags(store: TrustStore, { profile, stack }: Planning): Tags {
  return {
    ...store.tags,
    ...trackingTags(profile, stack.gateway, store.id),
    [profile.tagKeys.content]: store.fingerprint,
  };
}

function createStep(store: TrustStore, planning: Planning): Step {
  return {
    id: `create ${store.id}`,
    verb: 'create',
    resource: store.id,
    reason: 'desired, absent',
    after: [],
    request: { call: 'CreateTrustStore', trustStore: store, tags: desiredTags(store, planning) },
  };
}

/** The tag that tells the content changes last: cut before it, the store is filled once more, which changes nothing. */
function changeSteps(store: TrustStore, { arn, tags }: ObservedTrustStore, planning: Planning): readonly Step[] {
  const { profile } = planning;
  const tagged = { resource: store.id, arn, desired: desiredTags(store, planning), observed: tags };
  if (tags[profile.tagKeys.content] === store.fingerprint) return tagSteps([tagged], profile);
  const filled: Step = {
    id: `modify ${store.id}`,
    verb: 'modify',
    resource: store.id,
    reason: 'the ConfigMaps have other certificates',
    after: [],
    request: { call: 'ModifyTrustStore', arn, to: store },
  };
  return [filled, ...tagSteps([tagged], profile).map((step) => ({ ...step, after: [...step.after, filled.id] }))];
}

function deleteStep({ arn }: ObservedTrustStore): Step {
  return {
    id: `delete ${arn}`,
    verb: 'delete',
    resource: arn,
    reason: 'no listener verifies clients with this trust store any more',
    after: [],
    request: { call: 'DeleteTrustStore', trustStore: arn },
  };
}
