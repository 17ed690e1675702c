// The parameters a binding gives its policy: one object, or those a selector picks.
import { asRecord, asText, isRecord, type Fields } from '../json.ts';
import { selects } from '../kinds/workload.ts';
import type { Machinery } from '../machinery.ts';
import { celValue } from '../schema/cel-value.ts';
import type { AdmissionRequest } from './admission-request.ts';

/** The parameters to judge with; an empty list when the binding's objects do not exist. */
export function policyParams(
  machinery: Machinery,
  policy: Fields,
  binding: Fields,
  { write }: AdmissionRequest,
): readonly unknown[] {
  const { paramKind } = policy;
  const reference = binding['paramRef'];
  if (!isRecord(paramKind) || !isRecord(reference)) return [null];
  const resource = machinery.resources.ofKind(asText(paramKind['apiVersion']), asText(paramKind['kind']));
  if (!resource) return [];
  const namespace = resource.namespaced ? asText(reference['namespace']) || write.namespace : undefined;
  const { name, selector } = reference;
  return machinery.store
    .list(resource.key, namespace)
    .filter(({ metadata }) =>
      isRecord(selector) ? selects(selector, { ...asRecord(metadata.labels) }) : metadata.name === name,
    )
    .map((object) => celValue(object, resource.schema));
}
