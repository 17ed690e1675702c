// The forwarder's memory: who refers to whom in one cluster. Grows and shrinks in place, because it holds tens of thousands
// of records in a small pod; everything it is made of is plain functions.
import type { Subject } from '../base/doorbell.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import { affectedGateways, keyFromText, type References } from './affected-gateways.ts';
import { type ReferenceRecord, referenceRecord } from './reference-record.ts';

export interface ReferenceIndex {
  /** An object as it is now. Answers whom to ring: everybody who depended on it before or depends on it now; nobody if nothing changed. */
  readonly seen: (raw: unknown) => readonly Subject[];
  /** An object that no longer exists. */
  readonly gone: (key: ObjectKey) => readonly Subject[];
  /** All Gateways and classes of ours, and the Services that something refers to: to ring after a start or a gap. */
  readonly everyone: () => readonly Subject[];
  /** What is known of a kind; after a new list, those it lacks are gone. */
  readonly keysOf: (kind: string) => readonly ObjectKey[];
}

/** Gateways of classes known to be another controller's are left alone. */
export function createReferenceIndex(controllerName: string): ReferenceIndex {
  const records = new Map<string, ReferenceRecord>();
  const referrers = new Map<string, Set<string>>();
  const references = lookups(records, referrers);

  const isForeign = (gateway: ReferenceRecord): boolean => {
    const named = gateway.refs.find((ref) => ref.startsWith('GatewayClass/'));
    const gatewayClass = named === undefined ? undefined : records.get(named);
    return gatewayClass?.controllerName !== undefined && gatewayClass.controllerName !== controllerName;
  };
  /** `before` or `after`: judged by the references it has (had). */
  const subjectsOf = (record: ReferenceRecord): readonly Subject[] => {
    const gateways = [...affectedGateways(references, record)].filter((text) => {
      const known = text === keyText(record.key) ? record : records.get(text);
      return known === undefined || !isForeign(known);
    });
    return [...gateways.map(gatewaySubject), ...directSubjects(record, references, controllerName)];
  };
  const note = (key: string, record: ReferenceRecord | undefined): void => {
    unlink(referrers, key, records.get(key));
    if (record === undefined) return void records.delete(key);
    records.set(key, record);
    link(referrers, key, record);
  };

  return {
    seen: (raw) => {
      const record = referenceRecord(raw);
      if (record === undefined) return [];
      const key = keyText(record.key);
      const before = records.get(key);
      if (before?.hash === record.hash) return [];
      const left = before ? subjectsOf(before) : [];
      note(key, record);
      return distinct([...left, ...subjectsOf(record)]);
    },
    gone: (objectKey) => {
      const key = keyText(objectKey);
      const before = records.get(key);
      const left = before ? subjectsOf(before) : [];
      note(key, undefined);
      return distinct(left);
    },
    everyone: () => {
      const kept = [...records.values()].filter(({ key }) => key.kind === 'Gateway' || key.kind === 'GatewayClass');
      const services = [...referrers.keys()].filter((key) => records.has(key));
      return distinct([...kept.flatMap(subjectsOf), ...serviceSubjects(services, references)]);
    },
    keysOf: (kind) => [...records.values()].filter(({ key }) => key.kind === kind).map(({ key }) => key),
  };
}

function lookups(
  records: ReadonlyMap<string, ReferenceRecord>,
  referrers: ReadonlyMap<string, ReadonlySet<string>>,
): References {
  const present = (keys: Iterable<string>): readonly ReferenceRecord[] =>
    [...keys].map((key) => records.get(key)).filter((record) => record !== undefined);
  return {
    record: (key) => records.get(key),
    referrers: (key) => present(referrers.get(key) ?? []),
    referringIn: (namespace) =>
      [...records.values()].filter(({ key }) => key.namespace === namespace && isReferring(key.kind)),
  };
}

function isReferring(kind: string): boolean {
  return kind === 'Gateway' || kind === 'ListenerSet' || kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

function link(referrers: Map<string, Set<string>>, key: string, { key: own, refs }: ReferenceRecord): void {
  if (own.kind === 'EndpointSlice') return; // many, and nobody asks for them by what they refer to
  for (const ref of refs) {
    const known = referrers.get(ref);
    if (known) known.add(key);
    else referrers.set(ref, new Set([key]));
  }
}

function unlink(referrers: Map<string, Set<string>>, key: string, record: ReferenceRecord | undefined): void {
  for (const ref of record?.refs ?? []) {
    const known = referrers.get(ref);
    known?.delete(key);
    if (known?.size === 0) referrers.delete(ref);
  }
}

/** Of Services that something refers to: most Services and EndpointSlices of a cluster are no Gateway's business. */
function serviceSubjects(keys: readonly string[], references: References): readonly Subject[] {
  return keys
    .filter((key) => key.startsWith('Service/') && references.referrers(key).length > 0)
    .map(keyFromText)
    .map(({ namespace, name }) => ({ kind: 'service', namespace, name }));
}

function gatewaySubject(text: string): Subject {
  const { namespace, name } = keyFromText(text);
  return { kind: 'gateway', namespace, name };
}

/** Subjects that are not Gateways: targets look after Services and Nodes, reconcile after the status of classes. */
function directSubjects(record: ReferenceRecord, references: References, controllerName: string): readonly Subject[] {
  const { key, refs } = record;
  switch (key.kind) {
    case 'Service':
      return serviceSubjects([keyText(key)], references);
    case 'EndpointSlice':
      return serviceSubjects(refs, references);
    case 'Node':
      return [{ kind: 'nodes' }];
    case 'GatewayClass':
      return record.controllerName === controllerName ? [{ kind: 'class', name: key.name }] : [];
    case 'LoadBalancerConfiguration':
      return references
        .referrers(keyText(key))
        .filter((referrer) => referrer.controllerName === controllerName)
        .map((referrer) => ({ kind: 'class', name: referrer.key.name }));
    default:
      return [];
  }
}

function distinct(subjects: readonly Subject[]): readonly Subject[] {
  const byText = new Map(
    subjects.map((subject) => [`${subject.kind}/${subject.namespace ?? ''}/${subject.name ?? ''}`, subject]),
  );
  return [...byText.values()];
}
