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

interface DescribeSecurityGroupRulesInput extends DescribeInput {
  readonly SecurityGroupRuleIds?: readonly string[];
}

/** DescribeSecurityGroupRules. */
export const describeSecurityGroupRules = ({ tables, world }: Ec2) =>
  function describe(input: DescribeSecurityGroupRulesInput) {
    refuseMalformedGroup(input);
    const { securityGroups } = tables.now;
    const rowsOf = (group: SecurityGroup) => group.rules.map((rule): Row => ({ group, rule, tags: rule.tags }));
    const named = input.SecurityGroupRuleIds?.map((id) => {
      const row = securityGroups
        .by('rule-id', id)
        .flatMap(rowsOf)
        .find(({ rule }) => rule.id === id);
      if (row) return row;
      throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
    });
    const all = () => groupsOf(input)?.flatMap((id) => securityGroups.get(id) ?? []) ?? [...securityGroups.values()];
    const { rows, ...next } = pageRows(filterRows(named ?? all().flatMap(rowsOf), input.Filters, filters), input);
    return {
      SecurityGroupRules: rows.map(({ group, rule }) => toRuleView(group, rule, world.accountId, world.region)),
      ...next,
    };
  };

/** The groups a filter names, if one does. */
const groupsOf = ({ Filters }: DescribeInput) => Filters?.find(({ Name }) => Name === 'group-id')?.Values;

function refuseMalformedGroup(input: DescribeInput): void {
  const malformed = groupsOf(input)?.find((id) => !/^sg-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id));
  if (malformed === undefined) return;
  throw new AwsError('InvalidGroupId.Malformed', `The security group ID '${malformed}' is malformed`);
}
