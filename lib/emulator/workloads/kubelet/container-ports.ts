// Which ports the stand-in opens for a pod. Any image is an echo server here, so a pod listens wherever somebody may
// call it: on its container ports, on the ports its environment names, and where a Service sends traffic.
import { targetPorts } from '../controllers/target-ports.ts';
import { containsAll } from '../label-selector.ts';
import type { Cluster, Pod } from '../objects.ts';

/** The TCP ports of a pod in ascending order. */
export function containerPorts(pod: Pod, cluster: Pick<Cluster, 'services'>): readonly number[] {
  const containers = pod.spec?.containers ?? [];
  const declared = containers.flatMap(({ ports }) => ports ?? []).filter(({ protocol }) => protocol !== 'UDP');
  const named = containers
    .flatMap(({ env }) => env ?? [])
    .filter(({ name }) => name === 'HTTP_PORT' || name === 'H2C_PORT');
  const called = cluster.services
    .filter(({ metadata, spec }) => {
      const selector = spec?.selector ?? {};
      const selected = Object.keys(selector).length > 0 && containsAll(pod.metadata.labels, selector);
      return selected && metadata.namespace === pod.metadata.namespace;
    })
    .flatMap((service) => targetPorts(service, pod).filter(({ protocol }) => protocol !== 'UDP'));
  const ports = [
    ...declared.map(({ containerPort }) => containerPort),
    ...named.map(({ value }) => Number(value)),
    ...called.map(({ port }) => port ?? 0),
  ];
  return [...new Set(ports)].filter((port) => port >= 1 && port <= 65_535).sort((a, b) => a - b);
}
