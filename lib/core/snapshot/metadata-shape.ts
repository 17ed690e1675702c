// metadata and status.conditions, the same in every kind.
import type { ConditionStatus, LabelRequirement, Labels, LabelSelector, ObjectMeta } from './objects.ts';
import { defaulted, integer, list, mapOf, optional, partOf, record, required, text } from './shape.ts';

const texts = mapOf(text);

/** Objects in files have no uid, generation or time yet; they are read as a first generation. */
export const objectMeta = partOf<ObjectMeta>({
  name: required(text),
  namespace: defaulted(text, ''),
  uid: defaulted(text, ''),
  generation: defaulted(integer, 1),
  resourceVersion: defaulted(text, ''),
  creationTimestamp: defaulted(text, ''),
  deletionTimestamp: optional(text),
  labels: defaulted<Labels>(texts, {}),
  annotations: defaulted<Readonly<Record<string, string>>>(texts, {}),
  finalizers: defaulted<readonly string[]>(list(text), []),
});

export const conditions = list(
  partOf<ConditionStatus>({
    type: required(text),
    status: required(text),
    reason: defaulted(text, ''),
    message: defaulted(text, ''),
    observedGeneration: optional(integer),
    lastTransitionTime: defaulted(text, ''),
  }),
);

export const labelSelector = record<LabelSelector>({
  matchLabels: optional(texts),
  matchExpressions: optional(
    list(record<LabelRequirement>({ key: required(text), operator: required(text), values: optional(list(text)) })),
  ),
});
