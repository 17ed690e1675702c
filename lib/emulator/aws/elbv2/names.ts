// Names of load balancers and target groups.
import { AwsError } from '../aws-error.ts';

const invalid = (message: string) => new AwsError('ValidationError', message);

/** At most 32 letters, digits and hyphens, no hyphen at either end, not like the DNS names of internal ones. */
export function refuseLoadBalancerName(name: string): void {
  const refuse = (reason: string) => invalid(`The load balancer name '${name}' ${reason}`);
  if (name === '') throw invalid('The load balancer name cannot be empty');
  if (name.length > 32) throw refuse(`cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw refuse('can only contain characters that are alphanumeric characters and hyphens(-)');
  }
  if (name.startsWith('internal-')) throw refuse(`cannot begin with 'internal-'`);
  if (name.startsWith('-')) throw refuse('cannot begin with a hyphen(-)');
  if (name.endsWith('-')) throw refuse('cannot end with a hyphen(-)');
}

const groupPattern = '(?!^-)(?!.*-$)^[A-Za-z0-9-]+$';

/**
 * At most 32 letters, digits and hyphens, no hyphen at either end. A double hyphen is refused as well: whether AWS
 * accepts one is not documented, and its older pattern did not.
 */
export function refuseTargetGroupName(name: string): void {
  if (name === '') throw invalid('Target group name cannot be empty');
  if (name.length > 32) throw invalid(`Target group name '${name}' cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw invalid(
      `Target group name '${name}' can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
  if (new RegExp(groupPattern).test(name) && !name.includes('--')) return;
  const pattern = name.includes('--') ? `(?!.*--)${groupPattern}` : groupPattern;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'targetGroupName' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: ${pattern}`,
  );
}
