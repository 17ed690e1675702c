import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireGroup } from '../group-reference.ts';
import { readPermissions, toPermissions, toRuleView, type RuleDraft } from '../permissions.ts';
import { permissionsOf, type RuleRequest } from '../rule-request.ts';
import { revokePermissions, revokeRuleIds } from '../security-groups.ts';
import type { SecurityGroup, SecurityGroupRule } from '../tables.ts';

/** RevokeSecurityGroupIngress and …Egress. In a VPC that is not the default one, a mismatch revokes nothing. */
export const revokeSecurityGroup = (ec2: Ec2, direction: 'ingress' | 'egress') =>
  function revoke(input: RuleRequest) {
    const group = requireGroup(ec2, input);
    const { revoked, unknown } = revokeFrom(ec2, group, input, direction === 'egress');
    return {
      Return: true,
      UnknownIpPermissions: toPermissions(unknown, ec2.world.accountId),
      RevokedSecurityGroupRules: revoked.map((rule) => toRevokedView(ec2, group, rule)),
    };
  };

interface Revocation {
  readonly revoked: readonly SecurityGroupRule[];
  readonly unknown: readonly RuleDraft[];
}

function revokeFrom(ec2: Ec2, group: SecurityGroup, input: RuleRequest, isEgress: boolean): Revocation {
  const { SecurityGroupRuleIds: ids } = input;
  if (ids && input.IpPermissions) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter securityGroupRuleIds may not be used in combination with ipPermissions',
    );
  }
  if (ids) return { revoked: revokeRuleIds(ec2, group, ids, isEgress), unknown: [] };
  return revokePermissions(ec2, group, readPermissions(permissionsOf(ec2, input)), isEgress);
}

function toRevokedView({ world }: Ec2, group: SecurityGroup, rule: SecurityGroupRule) {
  const view = toRuleView(group, rule, world.accountId, world.region);
  const { SecurityGroupRuleArn: _arn, GroupOwnerId: _owner, Tags: _tags, ...revoked } = view;
  return { ...revoked, ...(rule.peer.kind === 'group' && { ReferencedGroupId: rule.peer.value }) };
}
