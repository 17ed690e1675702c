// One write as admission sees it.
import { asText, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import { metadataOf, type Write } from '../writes/write.ts';

export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly write: Write;
  readonly name: string;
  /** Absent for deletions. */
  readonly object?: Fields;
  /** Absent for creations. */
  readonly oldObject?: Fields;
}

/** The request of a write that turns `old` into `next`. */
export function admissionRequest(
  write: Write,
  next: Fields | undefined,
  old: KubernetesObject | undefined,
): AdmissionRequest {
  return {
    operation: next === undefined ? 'DELETE' : old === undefined ? 'CREATE' : 'UPDATE',
    write,
    name: write.name === '' ? asText(metadataOf(next ?? {})['name']) : write.name,
    ...(next && { object: next }),
    ...(old && { oldObject: { ...old } }),
  };
}
