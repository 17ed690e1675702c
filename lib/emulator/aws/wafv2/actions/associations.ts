// AssociateWebACL, DisassociateWebACL, GetWebACLForResource, ListResourcesForWebACL.
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import { guardedBy, type Waf } from '../waf.ts';
import { invalidParameter, nonexistent } from '../waf-error.ts';
import { webAclView } from './web-acls.ts';

interface OnResource {
  readonly ResourceArn: string;
}

const invalidArn =
  "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.";

/** WAF learns of a new load balancer only once it is active. */
function requireResource({ loadBalancerState }: Waf, arn: string): void {
  if (!/:loadbalancer\/app\//.test(arn)) throw invalidParameter(invalidArn, 'RESOURCE_ARN', arn);
  const state = loadBalancerState(arn);
  if (state === undefined) throw nonexistent();
  if (state !== 'provisioning') return;
  throw new AwsError(
    'WAFUnavailableEntityException',
    'AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
  );
}

/** Replaces an association that is there. */
function associate(waf: Waf, { WebACLArn, ResourceArn }: OnResource & { readonly WebACLArn: string }) {
  const acl = waf.tables.now.webAcls.get(WebACLArn);
  if (!acl) throw nonexistent();
  if (acl.scope !== 'REGIONAL') throw invalidParameter('The scope is not valid.', 'WEB_ACL_ARN', WebACLArn);
  requireResource(waf, ResourceArn);
  waf.tables.now.associations.set(ResourceArn, WebACLArn);
  waf.world.changed();
  return {};
}

/** The four actions. A load balancer without web ACL is answered with nothing, not with an error. */
export const associationActions = (waf: Waf): Readonly<Record<string, Action>> => ({
  AssociateWebACL: (input: OnResource & { readonly WebACLArn: string }) => associate(waf, input),
  DisassociateWebACL: ({ ResourceArn }: OnResource) => {
    requireResource(waf, ResourceArn);
    waf.tables.now.associations.delete(ResourceArn);
    waf.world.changed();
    return {};
  },
  GetWebACLForResource: ({ ResourceArn }: OnResource) => {
    requireResource(waf, ResourceArn);
    const { webAcls, associations } = waf.tables.now;
    const acl = webAcls.get(associations.get(ResourceArn) ?? '');
    return acl ? { WebACL: webAclView(waf, acl) } : {};
  },
  ListResourcesForWebACL: ({
    WebACLArn,
    ResourceType = 'APPLICATION_LOAD_BALANCER',
  }: {
    readonly WebACLArn: string;
    readonly ResourceType?: string;
  }) => {
    if (!waf.tables.now.webAcls.has(WebACLArn)) throw nonexistent();
    return { ResourceArns: ResourceType === 'APPLICATION_LOAD_BALANCER' ? guardedBy(waf, WebACLArn) : [] };
  },
});
