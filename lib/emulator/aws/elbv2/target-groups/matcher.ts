// Codes that mean health ("Matcher", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import type { HealthCheck } from '../tables.ts';
import { isHttp } from './family.ts';
import type { CheckedFamily } from './health-check-defaults.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** Refuses a matcher that a group of this family cannot have. */
export function refuseMatcher(family: CheckedFamily, matcher: NonNullable<HealthCheck['matcher']>): void {
  if (family.protocol === 'GENEVE') {
    throw invalid('Custom health check matchers are not supported for the requested target group');
  }
  const isGrpc = family.protocolVersion === 'GRPC';
  const high = isGrpc ? 99 : isHttp(family) || family.targetType === 'lambda' ? 499 : 599;
  const [kind, codes, low] = isGrpc
    ? (['GRPC', matcher.GrpcCode, 0] as const)
    : (['HTTP', matcher.HttpCode, 200] as const);
  const foreign = isGrpc ? matcher.HttpCode : matcher.GrpcCode;
  if (codes === undefined || codes === '' || foreign !== undefined) {
    throw invalid(`Health check matcher ${kind} code cannot be empty`);
  }
  refuseCodes(kind, codes, low, high);
}

/** Codes and ranges of codes: `200`, `200,202`, `200-299` or `200-299,404`. */
function refuseCodes(kind: 'HTTP' | 'GRPC', codes: string, low: number, high: number): void {
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(codes))
    throw invalid(`Health check matcher ${kind} code '${codes}' must be a list or a range of codes`);
  for (const part of codes.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    const outside = [first, last].find((code) => code < low || code > high);
    if (outside !== undefined)
      throw invalid(`Health check matcher ${kind} code '${outside}' must be within '${low}-${high}' inclusive`);
    if (first > last) throw invalid(`Health check matcher ${kind} code range '${part}' is not valid`);
  }
}
