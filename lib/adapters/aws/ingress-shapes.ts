// Security groups and their ingress: our form ⇄ the SDK's.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
import type { IpPermission, SecurityGroup as SdkSecurityGroup } from '@aws-sdk/client-ec2';
import type { Value } from '../../core/base/ref.ts';
import type { ObservedSecurityGroup } from '../../core/plan/observed.ts';
import type { IngressRule } from '../../core/stack/stack.ts';
import { dropAbsent, list, number, text } from './optional-members.ts';
import { tagsFromSdk } from './tag-shapes.ts';

/**
 * Ingress as one rule per source, in AWS's order; rules of protocols other than TCP, ICMP and ICMPv6 are left out, and
 * egress is not read.
 */
export function securityGroupFromSdk(described: SdkSecurityGroup): ObservedSecurityGroup {
  return {
    id: text(described.GroupId),
    name: text(described.GroupName),
    vpcId: text(described.VpcId),
    ingress: list(described.IpPermissions).flatMap(ingressFromSdk),
    tags: tagsFromSdk(described.Tags),
  };
}

/** EC2 groups sources by protocol and ports; we list one rule per source. Protocols we never write are left out. */
function ingressFromSdk(permission: IpPermission): readonly IngressRule[] {
  const protocol = permission.IpProtocol;
  if (protocol !== 'tcp' && protocol !== 'icmp' && protocol !== 'icmpv6') return [];
  const ports = { fromPort: number(permission.FromPort), toPort: number(permission.ToPort) };
  const rule = (source: IngressRule['source'], description: string | undefined): IngressRule => ({
    protocol,
    ...ports,
    source,
    ...dropAbsent({ description }),
  });
  return [
    ...list(permission.IpRanges).map(({ CidrIp, Description }) => rule({ cidrIpv4: text(CidrIp) }, Description)),
    ...list(permission.Ipv6Ranges).map(({ CidrIpv6, Description }) => rule({ cidrIpv6: text(CidrIpv6) }, Description)),
    ...list(permission.PrefixListIds).map(({ PrefixListId, Description }) =>
      rule({ prefixListId: text(PrefixListId) }, Description),
    ),
    ...list(permission.UserIdGroupPairs).map(({ GroupId, Description }) =>
      rule({ securityGroup: text(GroupId) }, Description),
    ),
  ];
}

/** One permission per rule, so that two sources of one port can be added and removed independently. */
export function ingressToSdk(rules: readonly IngressRule[], value: (value: Value) => string): IpPermission[] {
  return rules.map(({ protocol, fromPort, toPort, source, description }) => ({
    IpProtocol: protocol,
    FromPort: fromPort,
    ToPort: toPort,
    ...sourceToSdk(source, dropAbsent({ Description: description }), value),
  }));
}

function sourceToSdk(
  source: IngressRule['source'],
  said: { Description?: string },
  value: (value: Value) => string,
): Partial<IpPermission> {
  if ('cidrIpv4' in source) return { IpRanges: [{ CidrIp: source.cidrIpv4, ...said }] };
  if ('cidrIpv6' in source) return { Ipv6Ranges: [{ CidrIpv6: source.cidrIpv6, ...said }] };
  if ('prefixListId' in source) return { PrefixListIds: [{ PrefixListId: source.prefixListId, ...said }] };
  return { UserIdGroupPairs: [{ GroupId: value(source.securityGroup), ...said }] };
}
