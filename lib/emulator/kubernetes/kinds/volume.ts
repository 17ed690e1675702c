// Volumes of pods: the defaults of pkg/apis/core/v1/defaults.go.
import { asRecord, isRecord, type Fields } from '../json.ts';
import { records, setDefaults } from './defaults.ts';

/** Read for everybody, written by the owner. */
const defaultMode = 0o644;

function fillDownwardItems(items: unknown): void {
  for (const item of records(items))
    if (isRecord(item['fieldRef'])) setDefaults(item['fieldRef'], { apiVersion: 'v1' });
}

function fillProjected(projected: Fields): void {
  setDefaults(projected, { defaultMode });
  for (const source of records(projected['sources'])) {
    if (isRecord(source['serviceAccountToken']))
      setDefaults(source['serviceAccountToken'], { expirationSeconds: 3600 });
    fillDownwardItems(asRecord(source['downwardAPI'])['items']);
  }
}

/** A volume without a source is an empty directory. */
export function fillVolume(volume: Fields): void {
  const { secret, configMap, downwardAPI, projected, hostPath } = volume;
  if (Object.keys(volume).every((field) => field === 'name')) volume['emptyDir'] = {};
  for (const source of [secret, configMap, downwardAPI]) if (isRecord(source)) setDefaults(source, { defaultMode });
  fillDownwardItems(asRecord(downwardAPI)['items']);
  if (isRecord(projected)) fillProjected(projected);
  if (isRecord(hostPath)) setDefaults(hostPath, { type: '' });
}
