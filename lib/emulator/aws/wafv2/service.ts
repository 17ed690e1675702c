// WAFv2 as far as load balancers need it: which web ACL guards which load balancer.
import { awsModels } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import type { AwsService, Input } from '../service.ts';
import { createTables, type Tables } from '../tables.ts';
import type { World } from '../world.ts';

export interface WebAcl {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
}

export interface Waf {
  readonly world: World;
  readonly tables: Tables<WafRows>;
  /** State of a load balancer, or undefined if there is none. */
  readonly loadBalancerState: (arn: string) => string | undefined;
}

interface WafRows {
  readonly webAcls: Map<string, WebAcl>;
  /** Resource ARN → web ACL ARN. */
  readonly associations: Map<string, string>;
}

/** WAF without web ACLs. */
export const createWaf = (world: World, loadBalancerState: Waf['loadBalancerState']): Waf => ({
  world,
  loadBalancerState,
  tables: createTables<WafRows>(() => ({ webAcls: new Map(), associations: new Map() })),
});

const nonexistent = () =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );

/** WAF learns of a new load balancer only once it is active. */
function requireResource({ loadBalancerState }: Waf, arn: string): void {
  if (!/:loadbalancer\/app\//.test(arn)) {
    throw new AwsError(
      'WAFInvalidParameterException',
      `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: RESOURCE_ARN, parameter: ${arn}`,
    );
  }
  const state = loadBalancerState(arn);
  if (state === undefined) throw nonexistent();
  if (state === 'provisioning') {
    throw new AwsError(
      'WAFUnavailableEntityException',
      'AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
    );
  }
}

interface AssociateInput {
  readonly WebACLArn: string;
  readonly ResourceArn: string;
}

/** Replaces an association that is there. */
const associateWebAcl = (waf: Waf) =>
  function associate({ WebACLArn, ResourceArn }: AssociateInput) {
    if (!waf.tables.now.webAcls.has(WebACLArn)) throw nonexistent();
    requireResource(waf, ResourceArn);
    waf.tables.now.associations.set(ResourceArn, WebACLArn);
    return {};
  };

const disassociateWebAcl = (waf: Waf) =>
  function disassociate({ ResourceArn }: { readonly ResourceArn: string }) {
    requireResource(waf, ResourceArn);
    waf.tables.now.associations.delete(ResourceArn);
    return {};
  };

/** Without an association the answer is empty, not an error. */
const getWebAclForResource = (waf: Waf) =>
  function get({ ResourceArn }: { readonly ResourceArn: string }) {
    requireResource(waf, ResourceArn);
    const { webAcls, associations } = waf.tables.now;
    const acl = webAcls.get(associations.get(ResourceArn) ?? '');
    if (!acl) return {};
    const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl.name };
    return {
      WebACL: {
        Name: acl.name,
        Id: acl.id,
        ARN: acl.arn,
        DefaultAction: { Allow: {} },
        Rules: [],
        VisibilityConfig,
        Capacity: 0,
      },
    };
  };

/** WAFv2 as an endpoint service. */
export const createWafService = (waf: Waf): AwsService => ({
  signingName: 'wafv2',
  model: awsModels.wafv2,
  actions: {
    AssociateWebACL: associateWebAcl(waf),
    DisassociateWebACL: disassociateWebAcl(waf),
    GetWebACLForResource: getWebAclForResource(waf),
  },
  authorization: checksOf,
  state: waf.tables.state,
  reset: () => waf.tables.reset(),
});

/** Changing an association needs `SetWebAcl` of load balancing too, which knows the load balancer but not its tags. */
function checksOf(action: string, input: Input): AuthorizationCheck[] {
  const arns = (members: readonly string[]) =>
    members.flatMap((member) => (typeof input[member] === 'string' ? [input[member]] : []));
  const own = arns(['ResourceArn', 'WebACLArn']).map((resource) => ({ action: `wafv2:${action}`, resource }));
  if (action === 'GetWebACLForResource') return own;
  return [...own, ...arns(['ResourceArn']).map((resource) => ({ action: 'elasticloadbalancing:SetWebAcl', resource }))];
}
