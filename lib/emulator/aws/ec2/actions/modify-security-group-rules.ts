import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { requireGroup } from '../group-reference.ts';
import { readPermissions, type RuleDraft } from '../permissions.ts';
import { refuseDuplicate, refuseTooManyRules, replaceRules, requirePeer, requireRule } from '../security-groups.ts';
import type { SecurityGroup, SecurityGroupRule } from '../tables.ts';

interface RuleInput {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIpv4?: string;
  readonly CidrIpv6?: string;
  readonly PrefixListId?: string;
  readonly ReferencedGroupId?: string;
  readonly Description?: string;
}

interface ModifySecurityGroupRulesInput {
  readonly GroupId: string;
  readonly SecurityGroupRules: readonly {
    readonly SecurityGroupRuleId: string;
    readonly SecurityGroupRule?: RuleInput;
  }[];
}

/** ModifySecurityGroupRules: each rule becomes what its request says in full; all or none. */
export const modifySecurityGroupRules = (ec2: Ec2) =>
  function modify({ GroupId, SecurityGroupRules }: ModifySecurityGroupRulesInput) {
    const group = requireGroup(ec2, { GroupId });
    const changed = SecurityGroupRules.map(({ SecurityGroupRuleId, SecurityGroupRule = {} }) => {
      const { id, isEgress, tags } = requireRule(group, SecurityGroupRuleId);
      return { id, isEgress, tags, ...readRule(SecurityGroupRule) };
    });
    const kept = group.rules.filter(({ id }) => !changed.some((rule) => rule.id === id));
    for (const [index, rule] of changed.entries()) {
      requirePeer(ec2, group, rule);
      const others = [...kept, ...changed.slice(0, index)].filter(({ isEgress }) => isEgress === rule.isEgress);
      refuseDuplicate(others, rule);
    }
    for (const isEgress of [true, false]) {
      const of = (rules: readonly SecurityGroupRule[]) => rules.filter((rule) => rule.isEgress === isEgress);
      refuseTooManyRules(ec2, of([...kept, ...changed]), of(changed));
    }
    replaceRules(ec2, group, inPlace(group, changed));
    return { Return: true };
  };

const inPlace = ({ rules }: SecurityGroup, changed: readonly SecurityGroupRule[]) =>
  rules.map((rule) => changed.find(({ id }) => id === rule.id) ?? rule);

function readRule({
  CidrIpv4,
  CidrIpv6,
  PrefixListId,
  ReferencedGroupId,
  Description,
  ...ports
}: RuleInput): RuleDraft {
  if (ports.IpProtocol === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.`,
    );
  }
  refusePorts(ports);
  refusePeerCount([CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId]);
  const description = Description !== undefined && { Description };
  const [draft] = readPermissions([
    {
      ...ports,
      ...(CidrIpv4 !== undefined && { IpRanges: [{ CidrIp: CidrIpv4, ...description }] }),
      ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, ...description }] }),
      ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, ...description }] }),
      ...(ReferencedGroupId !== undefined && { UserIdGroupPairs: [{ GroupId: ReferencedGroupId, ...description }] }),
    },
  ]);
  if (!draft) throw new Error('a permission with one peer is one rule');
  return draft;
}

function refusePorts({ IpProtocol = '', FromPort, ToPort }: RuleInput): void {
  const hasPorts = FromPort !== undefined && ToPort !== undefined;
  if (hasPorts || !['tcp', 'udp', '6', '17'].includes(IpProtocol.toLowerCase())) return;
  throw new AwsError(
    'InvalidParameterValue',
    'Invalid value for portRange. Must specify both from and to ports with TCP/UDP.',
  );
}

function refusePeerCount(peers: readonly (string | undefined)[]): void {
  const count = peers.filter((peer) => peer !== undefined).length;
  const names = 'cidrIp, cidrIpv6, prefixListId, or referencedGroupId';
  if (count === 0) throw new AwsError('MissingParameter', `The request must contain exactly one of: ${names}`);
  if (count > 1) throw new AwsError('InvalidParameterCombination', `Only one of ${names} can be specified`);
}
