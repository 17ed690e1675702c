// The Gateway as a whole: what it is, and whether it can be built at all.
import { describeKey } from '../base/ids.ts';
import type { Gateway } from '../snapshot/objects.ts';
import type { Configurations } from './configurations.ts';
import { judgeGatewayFields } from './gateway-fields.ts';
import type { GatewayClassNode, GatewayNode } from './graph.ts';
import { invalidParameters, type Judged, keyOf, problem } from './judged.ts';
import { unreadFields } from './unread-fields.ts';

/** Without a class: a Gateway that is being deleted, whose configuration is of no interest. */
export function judgeGateway(
  gateway: Gateway,
  gatewayClass: GatewayClassNode | undefined,
  configurations: Judged<Configurations>,
): Judged<GatewayNode> {
  const { fatal, others } = judgeGatewayFields(gateway);
  const refused = gatewayClass && !gatewayClass.accepted ? [classRefused(gateway, gatewayClass)] : [];
  const findings = [...fatal, ...refused, ...configurations.findings];
  const { metadata, spec, apiVersion, status } = gateway;
  const value: GatewayNode = {
    key: keyOf(gateway),
    apiVersion,
    uid: metadata.uid,
    generation: metadata.generation,
    resourceVersion: metadata.resourceVersion,
    creationTimestamp: metadata.creationTimestamp,
    finalizers: metadata.finalizers,
    annotations: metadata.annotations,
    infrastructure: { labels: spec.infrastructure?.labels ?? {}, annotations: spec.infrastructure?.annotations ?? {} },
    configuration: configurations.value.configuration,
    configurationValid: !findings.some(({ severity }) => severity === 'error'),
    status,
  };
  return { value, findings: [...findings, ...others, ...unreadFields(gateway, value.key)] };
}

function classRefused(gateway: Gateway, gatewayClass: GatewayClassNode): ReturnType<typeof problem> {
  const message = `${describeKey(gatewayClass.key)} is not accepted; its status says why. Correct its spec.parametersRef.`;
  return problem(keyOf(gateway), 'spec.gatewayClassName', invalidParameters, message);
}
