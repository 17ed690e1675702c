import type { Ec2 } from '../ec2.ts';
import { requireGroup } from '../group-reference.ts';
import { readPermissions, toRuleView } from '../permissions.ts';
import { permissionsOf, type RuleRequest } from '../rule-request.ts';
import { authorizeRules } from '../security-groups.ts';
import { readTagSpecifications } from '../tags.ts';

/** AuthorizeSecurityGroupIngress and …Egress. One duplicate fails the whole call. */
export const authorizeSecurityGroup = (ec2: Ec2, direction: 'ingress' | 'egress') =>
  function authorize(input: RuleRequest) {
    const { world } = ec2;
    const group = requireGroup(ec2, input);
    const drafts = readPermissions(permissionsOf(ec2, input));
    const tags = readTagSpecifications(input.TagSpecifications, 'security-group-rule', world.limits.tagsPerResource);
    const added = authorizeRules(ec2, group, drafts, { isEgress: direction === 'egress', tags });
    return {
      Return: true,
      SecurityGroupRules: added.map((rule) => toRuleView(group, rule, world.accountId, world.region)),
    };
  };
