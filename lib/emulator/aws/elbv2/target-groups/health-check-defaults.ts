// Health check settings of a group that asks for nothing ("CreateTargetGroup", ELBv2 API reference).
import type { HealthCheck, TargetGroup } from '../tables.ts';
import { isHttp } from './family.ts';

/** The part of a group that decides over its checks. */
export type CheckedFamily = Pick<TargetGroup, 'targetType' | 'protocol' | 'protocolVersion'>;

const common = { enabled: true, port: 'traffic-port', intervalSeconds: 30, healthyThreshold: 5, unhealthyThreshold: 2 };

/** Defaults of a family; `protocol` is the health check protocol asked for, if any. */
export function defaultHealthCheck(family: CheckedFamily, protocol?: string): HealthCheck {
  if (family.targetType === 'lambda') return lambda;
  if (isHttp(family)) return defaultHttpCheck(family);
  return defaultNetworkCheck(family, protocol);
}

const lambda: HealthCheck = {
  ...common,
  enabled: false,
  path: '/',
  intervalSeconds: 35,
  timeoutSeconds: 30,
  matcher: { HttpCode: '200' },
};

function defaultHttpCheck({ protocolVersion }: CheckedFamily): HealthCheck {
  const isGrpc = protocolVersion === 'GRPC';
  return {
    ...common,
    protocol: 'HTTP',
    path: isGrpc ? '/AWS.ALB/healthcheck' : '/',
    timeoutSeconds: 5,
    matcher: isGrpc ? { GrpcCode: '12' } : { HttpCode: '200' },
  };
}

/** Groups of Network and Gateway Load Balancers are checked by a TCP connection unless they ask for a request. */
function defaultNetworkCheck({ targetType, protocol: groupProtocol }: CheckedFamily, protocol?: string): HealthCheck {
  const isGeneve = groupProtocol === 'GENEVE';
  const base = isGeneve ? { ...common, port: '80', intervalSeconds: 10 } : common;
  const checkProtocol = protocol ?? (targetType === 'alb' ? 'HTTP' : 'TCP');
  const timeoutSeconds = isGeneve ? 5 : checkProtocol === 'HTTP' ? 6 : 10;
  if (checkProtocol === 'TCP') return { ...base, protocol: checkProtocol, timeoutSeconds };
  return { ...base, protocol: checkProtocol, path: '/', timeoutSeconds, matcher: { HttpCode: '200-399' } };
}
