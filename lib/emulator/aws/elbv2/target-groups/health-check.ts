// Health check settings of a group: what may be asked ("Health checks", user guides of each load balancer type).
import { AwsError } from '../../aws-error.ts';
import { given } from '../given-members.ts';
import type { HealthCheck } from '../tables.ts';
import { isHttp } from './family.ts';
import { defaultHealthCheck, type CheckedFamily } from './health-check-defaults.ts';
import { refuseMatcher } from './matcher.ts';

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

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Settings of a new group. */
export const newHealthCheck = (family: CheckedFamily, input: HealthCheckInput): HealthCheck =>
  readHealthCheck(family, defaultHealthCheck(family, input.HealthCheckProtocol), input);

/** Settings after a request, from the ones before it. */
export function readHealthCheck(family: CheckedFamily, before: HealthCheck, input: HealthCheckInput): HealthCheck {
  const { HealthCheckProtocol: protocol = before.protocol } = input;
  if (protocol !== undefined) refuseProtocol(family, protocol);
  if (protocol === 'TCP') refuseHttpSettings(input);
  // Another protocol brings its own path and matcher along.
  const base = protocol === before.protocol ? before : withProtocol(family, before, protocol);
  const asked: Partial<HealthCheck> = given({
    enabled: input.HealthCheckEnabled,
    protocol,
    port: input.HealthCheckPort,
    path: input.HealthCheckPath,
    intervalSeconds: input.HealthCheckIntervalSeconds,
    timeoutSeconds: input.HealthCheckTimeoutSeconds,
    healthyThreshold: input.HealthyThresholdCount,
    unhealthyThreshold: input.UnhealthyThresholdCount,
    matcher: input.Matcher,
  });
  const check = { ...base, ...asked };
  refuseCheck(family, check);
  if (input.Matcher) refuseMatcher(family, input.Matcher);
  return check;
}

function withProtocol(family: CheckedFamily, before: HealthCheck, protocol: string | undefined): HealthCheck {
  const { path: _path, matcher: _matcher, ...kept } = before;
  if (protocol === 'TCP') return kept;
  const { path, matcher } = defaultHealthCheck(family, protocol);
  return { ...kept, ...given({ path: before.path ?? path, matcher: before.matcher ?? matcher }) } as HealthCheck;
}

/** Application Load Balancers, as users of a group or as its targets, are checked over HTTP. */
function refuseProtocol(family: CheckedFamily, protocol: string): void {
  const allowed = isHttp(family) || family.targetType === 'alb' ? ['HTTP', 'HTTPS'] : ['HTTP', 'HTTPS', 'TCP'];
  if (!allowed.includes(protocol)) {
    throw invalid(`Health check protocol '${protocol}' must be one of '${allowed.join(', ')}'`);
  }
}

function refuseHttpSettings({ HealthCheckPath, Matcher }: HealthCheckInput): void {
  if (HealthCheckPath !== undefined) throw invalid('Health check paths are not supported for TCP health checks');
  if (Matcher !== undefined) throw invalid('Health check matchers are not supported for TCP health checks');
}

function refuseCheck(family: CheckedFamily, check: HealthCheck): void {
  if (!check.enabled && family.targetType !== 'lambda') {
    throw invalid(`Health check enabled must be true for target groups with target type '${family.targetType}'`);
  }
  refusePort(check.port);
  if (check.path !== undefined && !check.path.startsWith('/')) {
    throw invalid(`Health check path '${check.path}' must begin with a '/' character`);
  }
  refuseTiming(family, check);
}

/** A check over HTTP groups ends before the next begins; one of network groups may take the whole interval. */
function refuseTiming(
  family: CheckedFamily,
  { timeoutSeconds: timeout, intervalSeconds: interval }: HealthCheck,
): void {
  const isNetwork = !isHttp(family) && family.targetType !== 'lambda';
  if (isNetwork ? timeout <= interval : timeout < interval) return;
  const limit = isNetwork ? 'smaller than or equal to' : 'smaller than';
  throw invalid(`Health check timeout '${timeout}' must be ${limit} the interval '${interval}'`);
}

function refusePort(port: string): void {
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  if (port !== 'traffic-port' && !isPort) {
    throw invalid(`Health check port '${port}' must be within '1-65535' or 'traffic-port'`);
  }
}
