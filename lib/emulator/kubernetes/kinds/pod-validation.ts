// What a valid pod is, as far as everybody meets it (pkg/apis/core/validation/validation.go).
import {
  childPath,
  duplicate,
  forbidden,
  invalid,
  itemPath,
  notFound,
  notSupported,
  required,
  type FieldError,
} from '../field-error.ts';
import { asRecord, asText, equalJson, type Fields } from '../json.ts';
import { isDnsLabel, isPortName } from '../naming.ts';
import type { KubernetesObject } from '../object.ts';
import { records } from './defaults.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];
const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

export const containerLists = ['containers', 'initContainers'] as const;

function oneOf(value: unknown, allowed: readonly string[], field: string): FieldError[] {
  return allowed.includes(asText(value)) ? [] : [notSupported(field, value, allowed)];
}

function portErrors(ports: readonly Fields[], path: string): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const field = itemPath(path, index);
    const name = asText(port['name']);
    const number = Number(port['containerPort'] ?? 0);
    const errors = name === '' ? [] : isPortName(name).map((text) => invalid(childPath(field, 'name'), name, text));
    if (name !== '' && names.has(name)) errors.push(duplicate(childPath(field, 'name'), name));
    names.add(name);
    if (number === 0) errors.push(required(childPath(field, 'containerPort')));
    else if (!(number >= 1 && number <= 65_535)) {
      errors.push(invalid(childPath(field, 'containerPort'), number, 'must be between 1 and 65535, inclusive'));
    }
    return [...errors, ...oneOf(port['protocol'], protocols, childPath(field, 'protocol'))];
  });
}

function mountErrors(mounts: readonly Fields[], path: string, volumes: readonly string[]): FieldError[] {
  return mounts.flatMap((mount, index) => {
    const field = itemPath(path, index);
    const name = asText(mount['name']);
    return [
      ...(name === '' ? [required(childPath(field, 'name'))] : []),
      ...(name === '' || volumes.includes(name) ? [] : [notFound(childPath(field, 'name'), name)]),
      ...(mount['mountPath'] ? [] : [required(childPath(field, 'mountPath'))]),
    ];
  });
}

function containerErrors(container: Fields, path: string, volumes: readonly string[]): FieldError[] {
  const name = asText(container['name']);
  const field = (child: string) => childPath(path, child);
  return [
    ...(name === '' ? [required(field('name'))] : isDnsLabel(name).map((text) => invalid(field('name'), name, text))),
    ...(container['image'] ? [] : [required(field('image'))]),
    ...portErrors(records(container['ports']), field('ports')),
    ...mountErrors(records(container['volumeMounts']), field('volumeMounts'), volumes),
    ...oneOf(container['imagePullPolicy'], pullPolicies, field('imagePullPolicy')),
  ];
}

function volumeErrors(volumes: readonly Fields[], path: string): FieldError[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const field = itemPath(path, index);
    const name = asText(volume['name']);
    const [, ...more] = Object.keys(volume).filter((key) => key !== 'name');
    const repeated = names.has(name) ? [duplicate(childPath(field, 'name'), name)] : [];
    names.add(name);
    return [
      ...more.map((source) => forbidden(childPath(field, source), 'may not specify more than 1 volume type')),
      ...(name === ''
        ? [required(childPath(field, 'name'))]
        : isDnsLabel(name).map((text) => invalid(childPath(field, 'name'), name, text))),
      ...repeated,
    ];
  });
}

function allContainerErrors(spec: Fields, path: string): FieldError[] {
  const volumes = records(spec['volumes']).map((volume) => asText(volume['name']));
  const names = new Set<string>();
  return containerLists.flatMap((list) =>
    records(spec[list]).flatMap((container, index) => {
      const containerPath = itemPath(childPath(path, list), index);
      const name = asText(container['name']);
      const repeated = names.has(name) ? [duplicate(childPath(containerPath, 'name'), name)] : [];
      names.add(name);
      return [...containerErrors(container, containerPath, volumes), ...repeated];
    }),
  );
}

/** Errors of a PodSpec at `path`. */
export function podSpecErrors(spec: Fields, path: string): FieldError[] {
  return [
    ...volumeErrors(records(spec['volumes']), childPath(path, 'volumes')),
    ...(records(spec['containers']).length === 0 ? [required(childPath(path, 'containers'))] : []),
    ...allContainerErrors(spec, path),
    ...oneOf(spec['restartPolicy'], restartPolicies, childPath(path, 'restartPolicy')),
    ...oneOf(spec['dnsPolicy'], dnsPolicies, childPath(path, 'dnsPolicy')),
  ];
}

/** A pod's spec without what an update may change. */
function fixedPart(spec: Fields): Fields {
  const containers = (list: unknown) => records(list).map((container) => ({ ...container, image: '' }));
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

/** Errors of a pod; `old` is the one an update replaces. */
export function podErrors(draft: Fields, old: KubernetesObject | undefined): readonly FieldError[] {
  const spec = asRecord(draft['spec']);
  const isChanged = old && !equalJson(fixedPart(spec), fixedPart(asRecord(old['spec'])));
  return [...podSpecErrors(spec, 'spec'), ...(isChanged ? [forbidden('spec', mutableFields)] : [])];
}
