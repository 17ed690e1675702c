// IpPermissions ⇄ single rules. A permission of a request may hold many peers; each becomes one rule with an id.
import { AwsError } from '../aws-error.ts';
import { formatCidr, parseCidr } from '../cidr.ts';
import type { Peer, SecurityGroup, SecurityGroupRule } from './tables.ts';

export interface IpPermission {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly { readonly CidrIp?: string; readonly Description?: string }[];
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6?: string; readonly Description?: string }[];
  readonly PrefixListIds?: readonly { readonly PrefixListId?: string; readonly Description?: string }[];
  readonly UserIdGroupPairs?: readonly {
    readonly GroupId?: string;
    readonly GroupName?: string;
    readonly UserId?: string;
    readonly VpcId?: string;
    readonly Description?: string;
  }[];
}

/** A rule before it has an id. */
export type RuleDraft = Pick<SecurityGroupRule, 'protocol' | 'fromPort' | 'toPort' | 'peer' | 'description'>;

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);

const protocolNames: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

function readProtocol(given: string | undefined): string {
  if (given === undefined || given === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipProtocol');
  const name = protocolNames[given] ?? given.toLowerCase();
  if (name === '-1' || name === 'all') return '-1';
  if (['tcp', 'udp', 'icmp', 'icmpv6'].includes(name)) return name;
  if (/^\d+$/.test(name) && Number(name) <= 255) return name;
  throw invalid(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
}

/** All protocols and numbered ones cover all ports, whatever ports were given. */
function readPorts(protocol: string, { FromPort, ToPort }: IpPermission): Pick<RuleDraft, 'fromPort' | 'toPort'> {
  if (!['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol)) return {};
  if (protocol.startsWith('icmp')) return readTypeAndCode(FromPort ?? -1, ToPort ?? -1);
  if (FromPort === undefined || ToPort === undefined) {
    throw invalid(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
  }
  for (const [end, port] of [
    ['from', FromPort],
    ['to', ToPort],
  ] as const) {
    if (port < 0 || port > 65535) throw invalid(`TCP/UDP (${end}) port (${port}) out of range`);
  }
  if (FromPort > ToPort) throw invalid(`Invalid TCP/UDP port range(${FromPort}:${ToPort})`);
  return { fromPort: FromPort, toPort: ToPort };
}

/** ICMP has its type and code in the place of ports; -1 means all. */
function readTypeAndCode(type: number, code: number): Pick<RuleDraft, 'fromPort' | 'toPort'> {
  if (type < -1 || type > 255) throw invalid(`ICMP type (${type}) out of range`);
  if (code < -1 || code > 255) throw invalid(`ICMP code (${code}) out of range`);
  return { fromPort: type, toPort: code };
}

/** Blocks are kept in canonical form, host bits cleared. */
function readCidr(family: 4 | 6, text: string | undefined): string {
  const cidr = parseCidr(text ?? '');
  if (!cidr || cidr.family !== family) throw invalid(`CIDR block ${text ?? ''} is malformed`);
  return formatCidr(cidr);
}

/** A description of a request; an empty one is none. */
export function readDescription(description: string | undefined): Pick<RuleDraft, 'description'> {
  if (description === undefined || description === '') return {};
  if (description.length > 255 || !/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/.test(description)) {
    throw invalid(
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*`,
    );
  }
  return { description };
}

type PeerDraft = { readonly peer: Peer; readonly Description?: string | undefined };

function readPeers(permission: IpPermission): PeerDraft[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  return [
    ...IpRanges.map(({ CidrIp, Description }) => ({
      peer: { kind: 'ipv4', value: readCidr(4, CidrIp) } as const,
      Description,
    })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({
      peer: { kind: 'ipv6', value: readCidr(6, CidrIpv6) } as const,
      Description,
    })),
    ...PrefixListIds.map(({ PrefixListId = '', Description }) => ({
      peer: { kind: 'prefix-list', value: PrefixListId } as const,
      Description,
    })),
    ...UserIdGroupPairs.map(({ GroupId = '', Description }) => ({
      peer: { kind: 'group', value: GroupId } as const,
      Description,
    })),
  ];
}

/** The single rules a request's permissions mean; refuses malformed ones. Whether a peer exists is not checked. */
export function readPermissions(permissions: readonly IpPermission[]): RuleDraft[] {
  return permissions.flatMap((permission) => {
    const protocol = readProtocol(permission.IpProtocol);
    const ports = readPorts(protocol, permission);
    const peers = readPeers(permission);
    if (peers.length === 0)
      throw new AwsError('MissingParameter', 'The request must contain the parameter ipRanges or groups');
    return peers.map(({ peer, Description }) => ({ protocol, ...ports, peer, ...readDescription(Description) }));
  });
}

/** Equality of permissions: descriptions do not count. */
export const isSamePermission = (a: RuleDraft, b: RuleDraft): boolean =>
  a.protocol === b.protocol &&
  a.fromPort === b.fromPort &&
  a.toPort === b.toPort &&
  a.peer.kind === b.peer.kind &&
  a.peer.value === b.peer.value;

/** Rules as Describe shows them: one permission per protocol and port range. */
export function toPermissions(rules: readonly RuleDraft[], accountId: string): IpPermission[] {
  const groups = Map.groupBy(rules, ({ protocol, fromPort, toPort }) => `${protocol}:${fromPort}:${toPort}`);
  return [...groups.values()].map((group) => ({
    IpProtocol: group[0]?.protocol ?? '-1',
    ...(group[0]?.fromPort !== undefined && { FromPort: group[0].fromPort }),
    ...(group[0]?.toPort !== undefined && { ToPort: group[0].toPort }),
    UserIdGroupPairs: peersOf(group, 'group').map((rule) => ({
      GroupId: rule.peer.value,
      UserId: accountId,
      ...describe(rule),
    })),
    IpRanges: peersOf(group, 'ipv4').map((rule) => ({ CidrIp: rule.peer.value, ...describe(rule) })),
    Ipv6Ranges: peersOf(group, 'ipv6').map((rule) => ({ CidrIpv6: rule.peer.value, ...describe(rule) })),
    PrefixListIds: peersOf(group, 'prefix-list').map((rule) => ({ PrefixListId: rule.peer.value, ...describe(rule) })),
  }));
}

const peersOf = (rules: readonly RuleDraft[], kind: Peer['kind']) => rules.filter(({ peer }) => peer.kind === kind);
const describe = ({ description }: RuleDraft) => (description === undefined ? {} : { Description: description });

/** A rule as DescribeSecurityGroupRules shows it. */
export function toRuleView(group: SecurityGroup, rule: SecurityGroupRule, accountId: string, region: string) {
  const { peer } = rule;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    ...(peer.kind === 'ipv4' && { CidrIpv4: peer.value }),
    ...(peer.kind === 'ipv6' && { CidrIpv6: peer.value }),
    ...(peer.kind === 'prefix-list' && { PrefixListId: peer.value }),
    ...(peer.kind === 'group' && { ReferencedGroupInfo: { GroupId: peer.value, UserId: accountId } }),
    ...describe(rule),
    Tags: Object.entries(rule.tags).map(([Key, Value]) => ({ Key, Value })),
    SecurityGroupRuleArn: `arn:aws:ec2:${region}:${accountId}:security-group-rule/${rule.id}`,
  };
}
