// Health checks of a target group: LBC's defaults, which are not AWS's.
import type { ServiceBackend } from '../graph/graph.ts';
import { isRefusal, refuse } from '../profile/refusal.ts';
import type { Refusal } from '../profile/refusal.ts';
import type { HealthCheck, TargetGroup } from '../stack/stack.ts';

type Checked = Pick<TargetGroup, 'protocol' | 'protocolVersion' | 'targetType'>;

/**
 * Seconds and counts as written, not checked against the bounds of AWS. Refused if the port is a name that the
 * Service does not have or that has no number.
 */
export function healthCheckOf(service: ServiceBackend, group: Checked): HealthCheck | Refusal {
  const asked = service.props.healthCheckConfig ?? {};
  const port = healthCheckPort(asked.healthCheckPort ?? 'traffic-port', service, group.targetType);
  if (isRefusal(port)) return port;
  return {
    port,
    ...requestOf(asked, group),
    intervalSeconds: asked.healthCheckInterval ?? 15,
    timeoutSeconds: asked.healthCheckTimeout ?? 5,
    healthyThresholdCount: asked.healthyThresholdCount ?? 3,
    unhealthyThresholdCount: asked.unhealthyThresholdCount ?? 3,
  };
}

type Asked = NonNullable<ServiceBackend['props']['healthCheckConfig']>;

function requestOf(asked: Asked, group: Checked): Pick<HealthCheck, 'protocol' | 'path' | 'matcher'> {
  const protocol = asked.healthCheckProtocol;
  if (protocol === 'TCP') return { protocol, path: '', matcher: { httpCode: '' } };
  return {
    protocol: protocol === 'HTTP' || protocol === 'HTTPS' ? protocol : group.protocol,
    path: asked.healthCheckPath ?? (group.protocolVersion === 'GRPC' ? '/AWS.ALB/healthcheck' : '/'),
    matcher: matcherOf(asked.matcher, group),
  };
}

/** The code of the other protocol version is not looked at. */
function matcherOf(asked: Asked['matcher'], { protocolVersion }: Checked): HealthCheck['matcher'] {
  return protocolVersion === 'GRPC'
    ? { grpcCode: asked?.grpcCode ?? '12' }
    : { httpCode: asked?.httpCode ?? '200-399' };
}

/** A number, or the name of a port of the Service. */
function healthCheckPort(
  asked: string,
  { ports, name }: ServiceBackend,
  targetType: 'instance' | 'ip',
): string | Refusal {
  if (asked === 'traffic-port' || /^\d+$/.test(asked)) return asked;
  const port = ports.find((candidate) => candidate.name === asked);
  const number = targetType === 'instance' ? port?.nodePort : port?.targetPort;
  if (typeof number === 'number' && number > 0) return String(number);
  return refuse(
    port === undefined
      ? `healthCheckPort: Service ${name} has no port named "${asked}"`
      : `healthCheckPort: port "${asked}" of Service ${name} has no number. Give one`,
    'named-health-check-port',
  );
}
