// Names of load balancers and target groups.
import { AwsError } from '../aws-error.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** At most 32 letters, digits and hyphens, no hyphen at either end. */
export function refuseName(noun: 'Load balancer' | 'Target group', name: string): void {
  if (name === '') throw invalid(`${noun} name cannot be empty`);
  if (name.length > 32) throw invalid(`${noun} name '${name}' cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw invalid(`${noun} name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`);
  }
  if (name.startsWith('-') || name.endsWith('-')) throw invalid(`${noun} name '${name}' cannot begin or end with '-'`);
}

/** Load balancer names must not look like the DNS names of internal ones. */
export function refuseLoadBalancerName(name: string): void {
  refuseName('Load balancer', name);
  if (name.startsWith('internal-')) throw invalid(`Load balancer name '${name}' cannot begin with 'internal-'`);
}

/** Target group names may not hold a double hyphen. */
export function refuseTargetGroupName(name: string): void {
  refuseName('Target group', name);
  if (!name.includes('--')) return;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'targetGroup.targetGroupArn.targetGroupName' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: (?!.*--)(?!^-)(?!.*-$)^[A-Za-z0-9-]+$`,
  );
}
