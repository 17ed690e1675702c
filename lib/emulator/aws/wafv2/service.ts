// WAFv2 behind the endpoint.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext, resourceTagsContext } from '../iam/tags-context.ts';
import type { AwsService, Input } from '../service.ts';
import { associationActions } from './actions/associations.ts';
import { ipSetActions } from './actions/ip-sets.ts';
import { setTags, tagActions, tagsOf } from './actions/tags.ts';
import { webAclActions } from './actions/web-acls.ts';
import type { Tag } from './entities.ts';
import { statementsIn } from './capacity.ts';
import type { Waf } from './waf.ts';

/** WAFv2 as an endpoint service. */
export const createWafService = (waf: Waf): AwsService => ({
  signingName: 'wafv2',
  model: awsModels.wafv2,
  actions: {
    ...webAclActions(waf),
    ...ipSetActions(waf),
    ...associationActions(waf),
    ...tagActions(waf),
  },
  authorization: (action, input) => checksOf(waf, action, input),
  taggable: {
    list: () => [...waf.tables.now.webAcls.values(), ...waf.tables.now.ipSets.values()],
    setTags: (arn, tags) => setTags(waf, arn, tags),
    permission: { tag: 'wafv2:TagResource', untag: 'wafv2:UntagResource' },
  },
  state: waf.tables.state,
  reset: () => waf.tables.reset(),
});

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Service Authorization Reference, "AWS WAF V2". Changing an association needs `SetWebAcl` of load balancing too, which
 * knows the load balancer but not its tags.
 */
function checksOf(waf: Waf, action: string, input: Input): readonly AuthorizationCheck[] {
  const name = `wafv2:${action}`;
  const context = requestTagsContext(
    Object.fromEntries(((input['Tags'] ?? []) as readonly Tag[]).map(({ Key, Value }) => [Key, Value])),
  );
  const on = (resource: string) => ({
    action: name,
    resource,
    context: { ...context, ...resourceTagsContext('wafv2', tagsOf(waf, resource)) },
  });
  const arns = [input['ResourceArn'], input['WebACLArn'], input['ResourceARN'], input['ARN']].filter(isText);
  if (action === 'AssociateWebACL' || action === 'DisassociateWebACL') {
    const balancers = [input['ResourceArn']].filter(isText);
    const also = balancers.map((resource) => ({ action: 'elasticloadbalancing:SetWebAcl', resource }));
    return [...arns.map(on), ...also];
  }
  if (arns.length > 0) return arns.map(on);
  const own = entityArn(waf, action, input);
  if (own === undefined) return [{ action: name, resource: '*' }];
  const referenced = statementsIn(input['Rules']).flatMap(([, { ARN }]) => (isText(ARN) ? [ARN] : []));
  return [own, ...referenced].map(on);
}

/** ARN of the entity that name, scope and id spell; `*` for the id of one to be. */
function entityArn({ world }: Waf, action: string, { Name, Scope, Id = '*' }: Input): string | undefined {
  if (!isText(Name)) return undefined;
  const type = action.endsWith('IPSet') ? 'ipset' : 'webacl';
  const place = Scope === 'CLOUDFRONT' ? 'global' : 'regional';
  return `arn:aws:wafv2:${world.region}:${world.accountId}:${place}/${type}/${Name}/${String(Id)}`;
}
