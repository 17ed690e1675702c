// Events: who they are about, and what those of events.k8s.io must say (pkg/apis/core/validation/events.go).
import { childPath, invalid, required, type FieldError } from '../field-error.ts';
import { asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { isQualifiedName } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { inVersion } from './event-versions.ts';
import type { KindRules } from './kind-rules.ts';

const limits = { reportingInstance: 128, action: 128, reason: 128, message: 1024 } as const;

function namespaceErrors(event: Fields): FieldError[] {
  const own = asText(asRecord(event['metadata'])['namespace']);
  const about = asText(asRecord(event['involvedObject'])['namespace']);
  const isNew = event['eventTime'] != null;
  const anywhere = isNew ? ['default', 'kube-system'] : ['default'];
  const fits = about === '' ? anywhere.includes(own) : isNew || about === own;
  return fits ? [] : [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}

/** What an event with an `eventTime` must say, whichever group it is written to. */
function newEventErrors(event: Fields, controllerField: string): FieldError[] {
  if (event['eventTime'] == null) return [];
  const controller = asText(event['reportingComponent']);
  const missing = ['reportingInstance', 'action', 'reason'].filter((field) => asText(event[field]) === '');
  const long = Object.entries(limits).filter(([field, limit]) => asText(event[field]).length > limit);
  return [
    ...(controller === '' ? [required(controllerField)] : []),
    ...isQualifiedName(controller).map((text) => invalid(controllerField, controller, text)),
    ...missing.map((field) => required(field)),
    ...long.map(([field, limit]) => invalid(field, '', `can have at most ${limit} characters`)),
  ];
}

function seriesErrors({ series }: Fields): FieldError[] {
  if (!isRecord(series)) return [];
  return [
    ...(Number(series['count'] ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(series['lastObservedTime'] ? [] : [required('series.lastObservedTime')]),
  ];
}

function creationErrors(event: Fields): FieldError[] {
  const type = asText(event['type']);
  const source = asRecord(event['source']);
  const unset = [
    ...['firstTimestamp', 'lastTimestamp', 'count'].filter((field) => event[field]),
    ...(source['component'] || source['host'] ? ['source'] : []),
  ];
  return [
    ...seriesErrors(event),
    ...(event['eventTime'] == null ? [required('eventTime')] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalid('type', '', `has invalid value: ${type}`)]),
    ...unset.map((field) => invalid(field, '', 'needs to be unset')),
  ];
}

const immutable = [
  ...['involvedObject', 'reason', 'message', 'source', 'firstTimestamp', 'lastTimestamp', 'count', 'type', 'eventTime'],
  ...['action', 'related', 'reportingComponent', 'reportingInstance'],
];

function updateErrors(event: Fields, old: Fields): FieldError[] {
  const changed = immutable.filter((field) => !equalJson(event[field], old[field]));
  return [
    ...(equalJson(event['series'], old['series']) ? [] : seriesErrors(event)),
    ...changed.map((field) => invalid(childPath('', field), event[field], 'field is immutable')),
  ];
}

const asCore = (event: Fields | KubernetesObject): Fields => ({ ...inVersion(event as KubernetesObject, 'v1') });

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const isStrict = draft['apiVersion'] !== 'v1';
  const event = asCore(draft);
  const errors = [
    ...namespaceErrors(event),
    ...newEventErrors(event, isStrict ? 'reportingController' : 'reportingComponent'),
  ];
  if (!isStrict) return errors;
  return [...errors, ...(old ? updateErrors(event, asCore(old)) : creationErrors(event))];
}

export const eventRules: KindRules = { validate };
