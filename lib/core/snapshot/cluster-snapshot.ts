// Everything one run has read of one cluster, typed. Plain data; the order of the lists carries no meaning.
import type { Finding } from '../base/finding.ts';
import type { ClusterId } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { KubernetesObject, ObjectOf } from './objects.ts';
import { parseObject } from './parse-object.ts';
import { type TlsExaminer, unopened } from './secret-content.ts';

export interface ClusterSnapshot {
  readonly cluster: ClusterId;
  readonly objects: { readonly [Kind in KubernetesObject['kind']]: readonly ObjectOf<Kind>[] };
  /** On objects of our kinds in a form that cannot be read. */
  readonly findings: readonly Finding[];
  /** False: a list failed, or an object could not be read. What is missing here may then exist in the cluster. */
  readonly complete: boolean;
}

/** Objects as an API server or a file has them, in any grouping and order. */
export type RawLists = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const noObjects: ClusterSnapshot['objects'] = {
  GatewayClass: [],
  Gateway: [],
  ListenerSet: [],
  HTTPRoute: [],
  GRPCRoute: [],
  ReferenceGrant: [],
  LoadBalancerConfiguration: [],
  TargetGroupConfiguration: [],
  ListenerRuleConfiguration: [],
  Namespace: [],
  Service: [],
  Secret: [],
  ConfigMap: [],
  Node: [],
  EndpointSlice: [],
};

/** Parses what was read, sorted so that equal worlds give equal snapshots. `allRead`: no list and no get failed. */
export function parseSnapshot(
  cluster: ClusterId,
  lists: RawLists,
  allRead: boolean,
  examineTls: TlsExaminer = unopened,
): ClusterSnapshot {
  const parsed = Object.values(lists)
    .flat()
    .map((raw) => parseObject(raw, examineTls));
  const objects: Record<string, KubernetesObject[]> = Object.fromEntries(
    Object.keys(noObjects).map((kind) => [kind, []]),
  );
  for (const result of parsed) if ('object' in result) objects[result.object.kind]?.push(result.object);
  for (const list of Object.values(objects)) list.sort(by(identity, compareText));
  const findings = parsed.flatMap((result) => ('findings' in result ? result.findings : []));
  return {
    cluster,
    objects: objects as unknown as ClusterSnapshot['objects'],
    findings,
    complete: allRead && findings.length === 0,
  };
}

/** Two readings of one cluster as one; used to add what the second round has read. */
export function mergeSnapshots(first: ClusterSnapshot, second: ClusterSnapshot): ClusterSnapshot {
  const names = Object.keys(noObjects) as (keyof typeof noObjects)[];
  const objects = Object.fromEntries(
    names.map((kind) => [kind, [...first.objects[kind], ...second.objects[kind]].sort(by(identity, compareText))]),
  );
  return {
    cluster: first.cluster,
    objects: objects as unknown as ClusterSnapshot['objects'],
    findings: [...first.findings, ...second.findings],
    complete: first.complete && second.complete,
  };
}

function identity(object: KubernetesObject): string {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}
