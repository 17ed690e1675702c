// The web ACL of a load balancer as its data plane reads it.
import type { LoadBalancerView } from '../../data-plane/load-balancer-source.ts';
import type { Waf } from '../wafv2/waf.ts';

interface BlockAction {
  readonly CustomResponse?: { readonly ResponseCode?: number };
}

/** The guarding web ACL; nothing when there is none. */
export function webAclView({ tables }: Waf, loadBalancerArn: string): Pick<LoadBalancerView, 'webAcl'> {
  const { webAcls, associations } = tables.now;
  const acl = webAcls.get(associations.get(loadBalancerArn) ?? '');
  if (!acl) return {};
  const { Block: block } = (acl.settings['DefaultAction'] ?? {}) as { readonly Block?: BlockAction };
  const blockStatus = block?.CustomResponse?.ResponseCode;
  return {
    webAcl: {
      arn: acl.arn,
      defaultAction: block ? 'block' : 'allow',
      ...(blockStatus !== undefined && { blockStatus }),
    },
  };
}
