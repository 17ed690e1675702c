// The ports of a Service as one of its pods serves them.
import type { EndpointPort } from '../../../generated/kubernetes/types.ts';
import type { Pod, Service } from '../objects.ts';

/** Resolves `targetPort`; a port name the pod does not have leaves that port out. */
export function targetPorts(service: Service, pod: Pod): readonly EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const number = resolve(port.targetPort ?? port.port, port.protocol, pod);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

function resolve(target: number | string, protocol: string, pod: Pod): number | undefined {
  if (typeof target === 'number') return target;
  const ports = (pod.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === target && port.protocol === protocol)?.containerPort;
}
