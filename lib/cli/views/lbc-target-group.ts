// One target group, and the TargetGroupBinding that LBC would make for it, in LBC's plan JSON.
import { parseSelectorText } from '../../core/base/labels.ts';
import type { HealthCheck, TargetBinding, TargetGroup } from '../../core/stack/stack.ts';
import { filled, keyValues, optional, tagged } from './lbc-json.ts';
import type { Json } from './lbc-json.ts';

/** A numeric health check port becomes a number, `traffic-port` stays text. The VPC is a matter of the binding. */
export function lbcTargetGroup(group: TargetGroup): Json {
  return {
    name: group.name,
    targetType: group.targetType,
    port: group.port,
    protocol: group.protocol,
    protocolVersion: group.protocolVersion,
    ipAddressType: group.ipAddressType,
    healthCheckConfig: lbcHealthCheck(group.healthCheck),
    ...filled('targetGroupAttributes', keyValues(group.attributes)),
    ...tagged(group.tags),
  };
}

function lbcHealthCheck({ port, protocol, path, matcher, ...times }: HealthCheck): Json {
  return {
    port: numberOr(port),
    protocol,
    ...(path === '' ? {} : { path }),
    ...(Object.values(matcher).every((codes) => codes === '') ? {} : { matcher }),
    ...times,
  };
}

/** Which security group targets let in, and whether on the ports in use only. */
export interface TargetNetworking {
  /** Absent: the security groups of targets are not managed. */
  readonly source?: unknown;
  readonly restrictsPorts: boolean;
}

/** The TargetGroupBinding of a bound group; empty for one that is bound to no Service. */
export function lbcTargetGroupBinding(
  group: TargetGroup,
  networking: TargetNetworking,
  infrastructure:
    | { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> }
    | undefined,
): Json {
  const { binding } = group;
  if (binding === undefined) return {};
  const { labels = {}, annotations = {} } = infrastructure ?? {};
  return {
    template: {
      metadata: {
        name: group.name,
        namespace: binding.namespace,
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      },
      spec: {
        targetGroupARN: {
          $ref: `#/resources/AWS::ElasticLoadBalancingV2::TargetGroup/${group.id}/status/targetGroupARN`,
        },
        targetType: group.targetType,
        serviceRef: { name: binding.service, port: binding.servicePort },
        ...(networking.source === undefined ? {} : { networking: networkingJson(group, networking) }),
        ...nodeSelector(binding),
        ipAddressType: group.ipAddressType,
        vpcID: group.vpcId,
        targetGroupProtocol: group.protocol,
        ...(binding.multiCluster === true ? { multiClusterTargetGroup: true } : {}),
      },
    },
  };
}

function networkingJson(group: TargetGroup, { source, restrictsPorts }: TargetNetworking): Json {
  const from = [{ securityGroup: { groupID: source } }];
  if (!restrictsPorts) return { ingress: [{ from, ports: [{ protocol: 'TCP' }] }] };
  return { ingress: portsOf(group).map((port) => ({ from, ports: [{ protocol: 'TCP', port }] })) };
}

/** A named target port is not in the group; it ends the group's id. */
function portsOf({ id, targetType, port, healthCheck }: TargetGroup): readonly (number | string)[] {
  const targetPort = targetType === 'instance' ? port : numberOr(id.slice(id.lastIndexOf(':') + 1));
  const checkPort = numberOr(healthCheck.port);
  return typeof checkPort === 'number' && checkPort !== targetPort ? [targetPort, checkPort] : [targetPort];
}

function nodeSelector({ nodeSelector: text }: TargetBinding): Json {
  const selector = text === undefined ? undefined : parseSelectorText(text);
  if (selector === undefined) return {};
  const expressions = selector.matchExpressions ?? [];
  const equalities = expressions.filter(({ operator, values = [] }) => operator === 'In' && values.length === 1);
  const others = expressions.filter((expression) => !equalities.includes(expression));
  return {
    nodeSelector: {
      ...(equalities.length === 0
        ? {}
        : { matchLabels: Object.fromEntries(equalities.map(({ key, values = [] }) => [key, values[0]])) }),
      ...optional('matchExpressions', others.length === 0 ? undefined : others),
    },
  };
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}
