// The two ways to name rules in Authorize and Revoke: IpPermissions, or the older single-rule parameters.
import { AwsError } from '../aws-error.ts';
import type { Ec2 } from './ec2.ts';
import { requireGroup, type GroupReference } from './group-reference.ts';
import type { IpPermission } from './permissions.ts';
import type { TagSpecification } from './tags.ts';

export interface RuleRequest extends GroupReference {
  readonly IpPermissions?: readonly IpPermission[];
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SourceSecurityGroupName?: string;
  readonly SecurityGroupRuleIds?: readonly string[];
  readonly TagSpecifications?: readonly TagSpecification[];
}

/** The permissions of a request; refuses none, and both forms together. Group names become ids. */
export function permissionsOf(ec2: Ec2, request: RuleRequest): readonly IpPermission[] {
  const { IpPermissions, SourceSecurityGroupName } = request;
  if (IpPermissions && hasSingle(request)) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter ipPermissions may not be used in combination with ipProtocol',
    );
  }
  if (IpPermissions) return IpPermissions.map((permission) => withGroupIds(ec2, permission));
  if (SourceSecurityGroupName !== undefined) return everythingFrom(ec2, SourceSecurityGroupName);
  if (!hasSingle(request)) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  }
  const { IpProtocol, FromPort, ToPort, CidrIp } = request;
  return [
    {
      ...(IpProtocol !== undefined && { IpProtocol }),
      ...(FromPort !== undefined && { FromPort }),
      ...(ToPort !== undefined && { ToPort }),
      ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
    },
  ];
}

const hasSingle = ({ IpProtocol, FromPort, ToPort, CidrIp }: RuleRequest) =>
  [IpProtocol, FromPort, ToPort, CidrIp].some((parameter) => parameter !== undefined);

/** A source group alone means full TCP, UDP and ICMP access (AuthorizeSecurityGroupIngress, SourceSecurityGroupName). */
function everythingFrom(ec2: Ec2, GroupName: string): readonly IpPermission[] {
  const UserIdGroupPairs = [{ GroupId: requireGroup(ec2, { GroupName }).id }];
  return [
    { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, UserIdGroupPairs },
    { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535, UserIdGroupPairs },
    { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, UserIdGroupPairs },
  ];
}

function withGroupIds(ec2: Ec2, permission: IpPermission): IpPermission {
  const pairs = permission.UserIdGroupPairs;
  if (!pairs) return permission;
  const UserIdGroupPairs = pairs.map((pair) =>
    pair.GroupId === undefined ? { ...pair, GroupId: requireGroup(ec2, pair).id } : pair,
  );
  return { ...permission, UserIdGroupPairs };
}
