// Pods and pod templates: the defaults of pkg/apis/core/v1/defaults.go and the validation everybody meets.
import {
  childPath,
  duplicate,
  forbidden,
  invalid,
  itemPath,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { asList, asRecord, asText, equalJson, isRecord, type Fields } from '../json.ts';
import { isDnsLabel } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import type { KindRules } from './kind-rules.ts';

function setDefaults(fields: Fields, defaults: Fields): void {
  for (const [name, value] of Object.entries(defaults)) if (fields[name] === undefined) fields[name] = value;
}

/** A tag other than `latest` is pulled only when absent. */
function pullPolicy(image: string): string {
  const tag = /:(?<tag>[^:/@]+)$/.exec(image)?.groups?.['tag'];
  return image.includes('@') || (tag !== undefined && tag !== 'latest') ? 'IfNotPresent' : 'Always';
}

function fillProbe(probe: unknown): void {
  if (!isRecord(probe)) return;
  setDefaults(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  if (isRecord(probe['httpGet'])) setDefaults(probe['httpGet'], { path: '/', scheme: 'HTTP' });
}

function fillContainer(container: Fields): void {
  setDefaults(container, {
    imagePullPolicy: pullPolicy(asText(container['image'])),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of asList(container['ports'])) if (isRecord(port)) setDefaults(port, { protocol: 'TCP' });
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) fillProbe(container[probe]);
}

const containerLists = ['containers', 'initContainers'] as const;

/** Defaults of a PodSpec, in place. */
export function fillPodSpec(spec: Fields): void {
  setDefaults(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  for (const list of containerLists)
    for (const container of asList(spec[list])) if (isRecord(container)) fillContainer(container);
}

function containerErrors(container: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const name = asText(container['name']);
  if (name === '') errors.push(required(childPath(path, 'name')));
  else errors.push(...isDnsLabel(name).map((text) => invalid(childPath(path, 'name'), name, text)));
  if (!container['image']) errors.push(required(childPath(path, 'image')));
  for (const [index, port] of asList(container['ports']).entries()) {
    const field = childPath(itemPath(childPath(path, 'ports'), index), 'containerPort');
    const number = Number(asRecord(port)['containerPort'] ?? 0);
    if (!(number >= 1 && number <= 65_535))
      errors.push(invalid(field, number, 'must be between 1 and 65535, inclusive'));
  }
  return errors;
}

/** Errors of a PodSpec at `path`. */
export function podSpecErrors(spec: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (asList(spec['containers']).length === 0) errors.push(required(childPath(path, 'containers')));
  const names = new Set<string>();
  for (const list of containerLists) {
    for (const [index, container] of asList(spec[list]).filter(isRecord).entries()) {
      const containerPath = itemPath(childPath(path, list), index);
      errors.push(...containerErrors(container, containerPath));
      const name = asText(container['name']);
      if (names.has(name)) errors.push(duplicate(childPath(containerPath, 'name'), name));
      names.add(name);
    }
  }
  const policies = ['Always', 'OnFailure', 'Never'];
  if (!policies.includes(asText(spec['restartPolicy']))) {
    errors.push(notSupported(childPath(path, 'restartPolicy'), spec['restartPolicy'], policies));
  }
  return errors;
}

/** A pod's spec without what an update may change. */
function fixedPart(spec: Fields): Fields {
  const containers = (list: unknown) =>
    asList(list)
      .filter(isRecord)
      .map((container) => ({ ...container, image: '' }));
  const {
    activeDeadlineSeconds: _a,
    tolerations: _t,
    terminationGracePeriodSeconds: _g,
    schedulingGates: _s,
    ...rest
  } = spec;
  return { ...rest, containers: containers(spec['containers']), initContainers: containers(spec['initContainers']) };
}

const mutableFields =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function validate(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const errors = podSpecErrors(spec, 'spec');
  if (old && !equalJson(fixedPart(spec), fixedPart(asRecord(old['spec']))))
    errors.push(forbidden('spec', mutableFields));
  return errors;
}

function fill(draft: Fields): void {
  const spec = asRecord((draft['spec'] ??= {}));
  fillPodSpec(spec);
  setDefaults(spec, { enableServiceLinks: true });
  if (!isRecord(draft['status'])) draft['status'] = { phase: 'Pending', qosClass: 'BestEffort' };
}

export const podRules: KindRules = { generation: 'counted', returnsDeletedObject: true, fill, validate };
