import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireGroup, type GroupReference } from '../group-reference.ts';
import { readDescription, readPermissions, type IpPermission } from '../permissions.ts';
import { permissionsOf } from '../rule-request.ts';
import { noSuchPermission, replaceRules, requireRule, ruleOf } from '../security-groups.ts';
import type { SecurityGroup } from '../tables.ts';

interface UpdateDescriptionsInput extends GroupReference {
  readonly IpPermissions?: readonly IpPermission[];
  readonly SecurityGroupRuleDescriptions?: readonly {
    readonly SecurityGroupRuleId?: string;
    readonly Description?: string;
  }[];
}

/** UpdateSecurityGroupRuleDescriptionsIngress and …Egress: a description left out is removed. */
export const updateRuleDescriptions = (ec2: Ec2, direction: 'ingress' | 'egress') =>
  function update(input: UpdateDescriptionsInput) {
    const group = requireGroup(ec2, input);
    const descriptions = descriptionsOf(ec2, group, input, direction === 'egress');
    const rules = group.rules.map((rule) => {
      if (!descriptions.has(rule.id)) return rule;
      const { description: _old, ...rest } = rule;
      return { ...rest, ...readDescription(descriptions.get(rule.id)) };
    });
    replaceRules(ec2, group, rules);
    return { Return: true };
  };

/** New descriptions by rule id. */
function descriptionsOf(
  ec2: Ec2,
  group: SecurityGroup,
  input: UpdateDescriptionsInput,
  isEgress: boolean,
): ReadonlyMap<string, string | undefined> {
  const { IpPermissions, SecurityGroupRuleDescriptions: byId } = input;
  if ((IpPermissions === undefined) === (byId === undefined)) {
    throw new AwsError(
      IpPermissions ? 'InvalidParameterCombination' : 'MissingParameter',
      'The request must contain exactly one of: ipPermissions or securityGroupRuleDescriptions',
    );
  }
  if (byId) {
    return new Map(
      byId.map(({ SecurityGroupRuleId = '', Description }) => [
        requireRule(group, SecurityGroupRuleId, isEgress).id,
        Description,
      ]),
    );
  }
  return new Map(
    readPermissions(permissionsOf(ec2, input)).map((draft) => {
      const rule = ruleOf(group, draft, isEgress);
      if (!rule) throw noSuchPermission;
      return [rule.id, draft.description];
    }),
  );
}
