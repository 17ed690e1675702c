// Containers of pods: the defaults of pkg/apis/core/v1/defaults.go.
import { asRecord, asText, isRecord, type Fields } from '../json.ts';
import { records, setDefaults } from './defaults.ts';

/** A tag other than `latest` is pulled only when absent. */
function pullPolicy(image: string): string {
  const tag = /:(?<tag>[^:/@]+)$/.exec(image)?.groups?.['tag'];
  return image.includes('@') || (tag !== undefined && tag !== 'latest') ? 'IfNotPresent' : 'Always';
}

function fillHttpGet(action: unknown): void {
  if (isRecord(action)) setDefaults(action, { path: '/', scheme: 'HTTP' });
}

function fillProbe(probe: unknown): void {
  if (!isRecord(probe)) return;
  setDefaults(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  fillHttpGet(probe['httpGet']);
  if (isRecord(probe['grpc'])) setDefaults(probe['grpc'], { service: '' });
}

function fillEnvironment(container: Fields): void {
  for (const variable of records(container['env'])) {
    const { fieldRef } = asRecord(variable['valueFrom']);
    if (isRecord(fieldRef)) setDefaults(fieldRef, { apiVersion: 'v1' });
  }
}

/** Fills in a container, in place. */
export function fillContainer(container: Fields): void {
  setDefaults(container, {
    imagePullPolicy: pullPolicy(asText(container['image'])),
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  for (const port of records(container['ports'])) setDefaults(port, { protocol: 'TCP' });
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) fillProbe(container[probe]);
  const lifecycle = asRecord(container['lifecycle']);
  for (const hook of ['postStart', 'preStop']) fillHttpGet(asRecord(lifecycle[hook])['httpGet']);
  fillEnvironment(container);
}

/** On the host's network a container port is the host's port. */
export function fillHostPorts(container: Fields): void {
  for (const port of records(container['ports'])) if (!port['hostPort']) port['hostPort'] = port['containerPort'];
}

/** What a pod's container is limited to, it also requests. */
export function fillRequests(container: Fields): void {
  const resources = asRecord(container['resources']);
  if (isRecord(resources['limits'])) {
    container['resources'] = {
      ...resources,
      requests: { ...resources['limits'], ...asRecord(resources['requests']) },
    };
  }
}
