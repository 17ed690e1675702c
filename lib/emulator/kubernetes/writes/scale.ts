// The `scale` subresource: replicas of a workload as an autoscaling/v1 Scale.
import { badRequest, invalid as invalidObject } from '../api-error.ts';
import { invalid } from '../field-error.ts';
import { asRecord, isRecord, valueAt, type Fields } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { typedForm } from '../protobuf/typed-form.ts';
import type { Resource } from '../resources.ts';
import { asUpdate, storedObject, storeUpdate } from './update.ts';
import { draftOf, metadataOf, withMetadata, type Write } from './write.ts';

const stepsOf = (path: string) => path.replace(/^\./, '').split('.');

function selectorText(object: KubernetesObject, resource: Resource): string {
  const path = resource.scale?.labelSelectorPath;
  if (path !== undefined) return String(valueAt(object, stepsOf(path)) ?? '');
  const labels = asRecord(valueAt(object, ['spec', 'selector', 'matchLabels']));
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

/** The Scale of an object. */
export function scaleOf(object: KubernetesObject, resource: Resource): KubernetesObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const { specReplicasPath = '', statusReplicasPath = '' } = resource.scale ?? {};
  const metadata = { name, namespace, uid, resourceVersion, creationTimestamp } as KubernetesObject['metadata'];
  const scale = {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata,
    spec: { replicas: valueAt(object, stepsOf(specReplicasPath)) ?? 0 },
    status: { replicas: valueAt(object, stepsOf(statusReplicasPath)) ?? 0, selector: selectorText(object, resource) },
  };
  return typedForm('autoscaling.v1.Scale', scale) as KubernetesObject;
}

function withValue(fields: Fields, [step, ...rest]: readonly string[], value: unknown): Fields {
  if (step === undefined) return fields;
  return { ...fields, [step]: rest.length === 0 ? value : withValue(asRecord(fields[step]), rest, value) };
}

/** Sets the replicas of an object to those of a Scale; returns its new Scale. */
export function updateScale(machinery: Machinery, scale: unknown, write: Write): KubernetesObject {
  const replicas = valueAt(scale, ['spec', 'replicas']) ?? 0;
  if (!isRecord(scale) || !Number.isInteger(replicas))
    throw badRequest('spec.replicas: Invalid value: must be an integer');
  if (Number(replicas) < 0) {
    const errors = [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')];
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, write.name, errors);
  }
  const live = storedObject(machinery, write);
  const asked = metadataOf(scale)['resourceVersion'];
  const { resourceVersion } = live.metadata;
  const draft = withValue(draftOf(live), stepsOf(write.resource.scale?.specReplicasPath ?? ''), replicas);
  const based = withMetadata(draft, { resourceVersion: asked ?? resourceVersion });
  return scaleOf(storeUpdate(machinery, based, write, asUpdate(machinery, write)), write.resource);
}
