// `service` or `service:type`, as resource types are written in filters.
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html

/** Types of resources whose ARNs name none. */
const untyped: Readonly<Record<string, string>> = { sqs: 'queue', s3: 'bucket' };

/** Whether an ARN is of a type; a type may name the first parts of the ARN's path (`loadbalancer`, `loadbalancer/app`). */
export function isOfType(arn: string, filter: string): boolean {
  const [, , service = '', , , ...path] = arn.split(':');
  const [wantedService, wantedType] = filter.split(':');
  if (service !== wantedService) return false;
  if (wantedType === undefined) return true;
  const implied = untyped[service];
  if (implied !== undefined) return wantedType === implied;
  const resource = path.join(':');
  // WAF's ARNs name the scope first: regional/webacl/name/id.
  return resource.startsWith(`${wantedType}/`) || (service === 'wafv2' && resource.includes(`/${wantedType}/`));
}
