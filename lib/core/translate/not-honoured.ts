// Fields of a LoadBalancerConfiguration that mean nothing for an ALB, or for this Gateway: said, not dropped.
import type { GatewayNode } from '../graph/graph.ts';
import type { ListenerPort } from './listener-ports.ts';
import { reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

type Configuration = GatewayNode['configuration'];

/** Only a Network Load Balancer has these. */
const networkOnly: readonly (keyof Configuration)[] = [
  'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  'disableSecurityGroup',
];

/** Only notes, on the Gateway: nothing of it keeps the load balancer from being built. */
export function reportNotHonoured(translation: Translation, ports: readonly ListenerPort[]): void {
  const { configuration } = translation.gateway;
  for (const field of networkOnly) {
    if (configuration[field] !== undefined)
      note(translation, `${field} is for Network Load Balancers and is not honoured`);
  }
  for (const { protocolPort, alpnPolicy, targetGroupStickiness } of configuration.listenerConfigurations ?? []) {
    const isUsed = ports.some(({ protocol, port }) => protocolPort.toUpperCase() === `${protocol}:${port}`);
    if (!isUsed)
      note(translation, `listenerConfigurations: no listener is ${protocolPort}. Correct or remove the entry`);
    if (alpnPolicy !== undefined && alpnPolicy !== 'None')
      note(
        translation,
        `listenerConfigurations: alpnPolicy of ${protocolPort} is for Network Load Balancers and is not honoured`,
      );
    if (targetGroupStickiness !== undefined)
      note(
        translation,
        `listenerConfigurations: targetGroupStickiness of ${protocolPort} is for Network Load Balancers and is not honoured`,
      );
  }
}

function note(translation: Translation, message: string): void {
  reportGateway(translation, 'not-honoured', { path: 'spec.infrastructure.parametersRef', severity: 'note', message });
}
