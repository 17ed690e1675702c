import { AwsError } from '../../aws-error.ts';
import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { toRuleView } from '../permissions.ts';
import type { SecurityGroup, SecurityGroupRule, TagMap } from '../tables.ts';

interface Row {
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
  readonly tags: TagMap;
}

const filters: FilterTable<Row> = {
  'group-id': ({ group }) => [group.id],
  'security-group-rule-id': ({ rule }) => [rule.id],
};

/** DescribeSecurityGroupRules. */
export const describeSecurityGroupRules = ({ tables, world }: Ec2) =>
  function describe(input: DescribeInput & { readonly SecurityGroupRuleIds?: readonly string[] }) {
    const all = [...tables.now.securityGroups.values()].flatMap((group) =>
      group.rules.map((rule): Row => ({ group, rule, tags: rule.tags })),
    );
    const ids = input.SecurityGroupRuleIds;
    const unknown = ids?.find((id) => !all.some(({ rule }) => rule.id === id));
    if (unknown !== undefined) {
      throw new AwsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${unknown}' does not exist`,
      );
    }
    const named = ids ? all.filter(({ rule }) => ids.includes(rule.id)) : all;
    const { rows, ...next } = pageRows(filterRows(named, input.Filters, filters), input);
    return {
      SecurityGroupRules: rows.map(({ group, rule }) => toRuleView(group, rule, world.accountId, world.region)),
      ...next,
    };
  };
