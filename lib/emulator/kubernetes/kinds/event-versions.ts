// Events in two API groups: one store, two shapes (pkg/apis/events/v1/conversion.go). The core shape is the stored one.
import type { KubernetesObject } from '../object.ts';
import { typedForm } from '../protobuf/typed-form.ts';

/** Field of events.k8s.io/v1 → field of v1; all others are the same. */
const renamed = {
  regarding: 'involvedObject',
  note: 'message',
  reportingController: 'reportingComponent',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
} as const;

const toCore: ReadonlyMap<string, string> = new Map(Object.entries(renamed));
const fromCore: ReadonlyMap<string, string> = new Map(Object.entries(renamed).map(([ours, core]) => [core, ours]));

const renameFields = (object: KubernetesObject, names: ReadonlyMap<string, string>, apiVersion: string) => {
  const entries = Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value] as const);
  const message = apiVersion === 'v1' ? 'core.v1.Event' : 'events.v1.Event';
  return typedForm(message, { ...Object.fromEntries(entries), apiVersion }) as KubernetesObject;
};

const versions = new Set(['v1', 'events.k8s.io/v1']);

/** An Event in another version; an object of any other kind only gets the version's name. */
export function inVersion(object: KubernetesObject, apiVersion: string): KubernetesObject {
  if (object.apiVersion === apiVersion) return object;
  if (object.kind !== 'Event' || !versions.has(apiVersion)) return { ...object, apiVersion };
  return renameFields(object, apiVersion === 'v1' ? toCore : fromCore, apiVersion);
}
