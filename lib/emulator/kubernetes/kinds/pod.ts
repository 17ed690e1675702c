// Pods and pod templates: the defaults of pkg/apis/core/v1/defaults.go, and what admission adds to a new pod.
import { asRecord, equalJson, type Fields } from '../json.ts';
import { fillContainer, fillHostPorts, fillRequests } from './container.ts';
import { ensureRecord, records, setDefaults } from './defaults.ts';
import type { KindRules, Surroundings } from './kind-rules.ts';
import { containerLists, podErrors } from './pod-validation.ts';
import { fillVolume } from './volume.ts';

const containersOf = (spec: Fields) => containerLists.flatMap((list) => records(spec[list]));

/** Defaults of a PodSpec, in place. */
export function fillPodSpec(spec: Fields): void {
  setDefaults(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  // The older name of the same field.
  if (spec['serviceAccountName']) spec['serviceAccount'] = spec['serviceAccountName'];
  for (const container of containersOf(spec)) fillContainer(container);
  for (const volume of records(spec['volumes'])) fillVolume(volume);
}

/** How well a pod's resources are guaranteed (https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/). */
function qosClass(spec: Fields): string {
  const all = containersOf(spec).map((container) => asRecord(container['resources']));
  const bounds = (resources: Fields, side: string) =>
    Object.fromEntries(
      Object.entries(asRecord(resources[side])).filter(([name]) => name === 'cpu' || name === 'memory'),
    );
  if (
    all.every(
      (resources) => Object.keys({ ...bounds(resources, 'limits'), ...bounds(resources, 'requests') }).length === 0,
    )
  )
    return 'BestEffort';
  const isGuaranteed = all.every(
    (resources) =>
      Object.keys(bounds(resources, 'limits')).length === 2 &&
      equalJson(bounds(resources, 'limits'), bounds(resources, 'requests')),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

/** A pod leaves a node that is not ready, or not reachable, after five minutes (admission DefaultTolerationSeconds). */
function tolerateOutages(spec: Fields): void {
  const tolerations = records(spec['tolerations']);
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((taint) =>
      tolerations.every(
        ({ key, effect, operator }) =>
          !(key === taint || (key === undefined && operator === 'Exists')) || (effect && effect !== 'NoExecute'),
      ),
    )
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  if (added.length > 0) spec['tolerations'] = [...tolerations, ...added];
}

function fill(draft: Fields, { old }: Surroundings): void {
  const spec = ensureRecord(draft, 'spec');
  fillPodSpec(spec);
  setDefaults(spec, { enableServiceLinks: true });
  for (const container of containersOf(spec)) {
    fillRequests(container);
    if (spec['hostNetwork'] === true) fillHostPorts(container);
  }
  if (!old) draft['status'] = { phase: 'Pending', qosClass: qosClass(spec) };
}

function prepare(draft: Fields, { old }: Surroundings): void {
  if (old) return;
  const spec = ensureRecord(draft, 'spec');
  // The account may have come with admission.
  fillPodSpec(spec);
  tolerateOutages(spec);
  setDefaults(spec, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
}

export const podRules: KindRules = {
  generation: 'counted',
  returnsDeletedObject: true,
  fill,
  prepare,
  validate: podErrors,
};
