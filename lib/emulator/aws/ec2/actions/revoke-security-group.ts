import type { Ec2 } from '../ec2.ts';
import { requireGroup } from '../group-reference.ts';
import { readPermissions, toRuleView } from '../permissions.ts';
import { permissionsOf, type RuleRequest } from '../rule-request.ts';
import { revokePermissions, revokeRuleIds } from '../security-groups.ts';

/** RevokeSecurityGroupIngress and …Egress. In a VPC that is not the default one, a mismatch revokes nothing. */
export const revokeSecurityGroup = (ec2: Ec2, direction: 'ingress' | 'egress') =>
  function revoke(input: RuleRequest) {
    const { world } = ec2;
    const group = requireGroup(ec2, input);
    const isEgress = direction === 'egress';
    const revoked = input.SecurityGroupRuleIds
      ? revokeRuleIds(ec2, group, input.SecurityGroupRuleIds, isEgress)
      : revokePermissions(ec2, group, readPermissions(permissionsOf(input)), isEgress);
    const RevokedSecurityGroupRules = revoked.map((rule) => {
      const {
        SecurityGroupRuleArn: _arn,
        GroupOwnerId: _owner,
        Tags: _tags,
        ...view
      } = toRuleView(group, rule, world.accountId, world.region);
      return { ...view, ...(rule.peer.kind === 'group' && { ReferencedGroupId: rule.peer.value }) };
    });
    return { Return: true, UnknownIpPermissions: [], RevokedSecurityGroupRules };
  };
