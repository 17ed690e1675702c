// Health check settings of a group: defaults by family, and what may be asked ("Health checks", ALB user guide).
import { AwsError } from '../../aws-error.ts';
import type { HealthCheck, TargetGroup } from '../tables.ts';

export interface HealthCheckInput {
  readonly HealthCheckProtocol?: string;
  readonly HealthCheckPort?: string;
  readonly HealthCheckEnabled?: boolean;
  readonly HealthCheckPath?: string;
  readonly HealthCheckIntervalSeconds?: number;
  readonly HealthCheckTimeoutSeconds?: number;
  readonly HealthyThresholdCount?: number;
  readonly UnhealthyThresholdCount?: number;
  readonly Matcher?: { readonly HttpCode?: string; readonly GrpcCode?: string };
}

/** The part of a group that decides over its checks. */
export type CheckedFamily = Pick<TargetGroup, 'targetType' | 'protocol' | 'protocolVersion'>;

const invalid = (message: string) => new AwsError('ValidationError', message);

const isHttpFamily = ({ protocol }: CheckedFamily) => protocol === 'HTTP' || protocol === 'HTTPS';

/** Settings of a new group that asks for nothing. */
export function defaultHealthCheck(family: CheckedFamily): HealthCheck {
  const thresholds = { healthyThreshold: 5, unhealthyThreshold: 2 };
  if (family.targetType === 'lambda') {
    return {
      enabled: false,
      port: 'traffic-port',
      path: '/',
      intervalSeconds: 35,
      timeoutSeconds: 30,
      ...thresholds,
      matcher: { HttpCode: '200' },
    };
  }
  const common = { enabled: true, port: 'traffic-port', intervalSeconds: 30, ...thresholds };
  if (!isHttpFamily(family)) return { ...common, protocol: 'TCP', timeoutSeconds: 10 };
  const isGrpc = family.protocolVersion === 'GRPC';
  return {
    ...common,
    protocol: 'HTTP',
    path: isGrpc ? '/AWS.ALB/healthcheck' : '/',
    timeoutSeconds: 5,
    matcher: isGrpc ? { GrpcCode: '12' } : { HttpCode: '200' },
  };
}

/** Settings after a request, from the ones before it. */
export function readHealthCheck(family: CheckedFamily, before: HealthCheck, input: HealthCheckInput): HealthCheck {
  const asked: Partial<HealthCheck> = given({
    enabled: input.HealthCheckEnabled,
    protocol: input.HealthCheckProtocol,
    port: input.HealthCheckPort,
    path: input.HealthCheckPath,
    intervalSeconds: input.HealthCheckIntervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount,
    unhealthyThreshold: input.UnhealthyThresholdCount,
    matcher: input.Matcher,
  });
  const check = { ...before, ...asked };
  refuseCheck(family, check);
  return check;
}

/** The members that have a value. */
const given = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };

function refuseCheck(family: CheckedFamily, check: HealthCheck): void {
  if (!check.enabled && family.targetType !== 'lambda') {
    throw invalid(`Health check enabled must be true for target groups with target type '${family.targetType}'`);
  }
  if (isHttpFamily(family) && check.protocol !== 'HTTP' && check.protocol !== 'HTTPS') {
    throw invalid(
      `Health check protocol '${check.protocol}' must be one of 'HTTP, HTTPS' for target groups with the ${family.protocol} protocol`,
    );
  }
  refusePort(check.port);
  if (check.path !== undefined && !check.path.startsWith('/')) {
    throw invalid(`Health check path '${check.path}' must begin with a '/' character`);
  }
  if (check.timeoutSeconds >= check.intervalSeconds) {
    throw invalid(
      `Health check timeout '${check.timeoutSeconds}' must be smaller than the interval '${check.intervalSeconds}'`,
    );
  }
  refuseMatcher(family, check);
}

function refusePort(port: string): void {
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  if (port !== 'traffic-port' && !isPort) {
    throw invalid(`Health check port '${port}' must be 'traffic-port' or in range '1-65535' inclusive`);
  }
}

function refuseMatcher({ protocolVersion, protocol, targetType }: CheckedFamily, { matcher }: HealthCheck): void {
  if (!matcher) return;
  if (targetType !== 'lambda' && protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw invalid(`A health check matcher cannot be specified for target groups with the ${protocol} protocol`);
  }
  const isGrpc = protocolVersion === 'GRPC';
  if (isGrpc ? matcher.HttpCode !== undefined : matcher.GrpcCode !== undefined) {
    const wrong = isGrpc ? 'HttpCode' : 'GrpcCode';
    throw invalid(
      `Health check matcher ${wrong} cannot be specified for target groups with protocol version '${protocolVersion}'`,
    );
  }
  const [kind, codes, low, high] = isGrpc
    ? (['GRPC', matcher.GrpcCode, 0, 99] as const)
    : (['HTTP', matcher.HttpCode, 200, 499] as const);
  if (codes === undefined) throw invalid('A health check matcher must be specified');
  refuseCodes(kind, codes, low, high);
}

/** `200`, `200,202` or `200-299`. */
function refuseCodes(kind: 'HTTP' | 'GRPC', codes: string, low: number, high: number): void {
  const isList = /^\d+(,\d+)*$/.test(codes);
  const isRange = /^\d+-\d+$/.test(codes);
  if (!isList && !isRange)
    throw invalid(`Health check matcher ${kind} code '${codes}' must be a list or a range of codes`);
  const numbers = codes.split(/[,-]/).map(Number);
  const outside = numbers.find((code) => code < low || code > high);
  if (outside !== undefined)
    throw invalid(`Health check matcher ${kind} code '${outside}' must be within '${low}-${high}' inclusive`);
  if (isRange && (numbers[0] ?? 0) > (numbers[1] ?? 0))
    throw invalid(`Health check matcher ${kind} code range '${codes}' is not valid`);
}
