// The two ways to name rules in Authorize and Revoke: IpPermissions, or the older single-rule parameters.
import { AwsError } from '../aws-error.ts';
import type { GroupReference } from './group-reference.ts';
import type { IpPermission } from './permissions.ts';
import type { TagSpecification } from './tags.ts';

export interface RuleRequest extends GroupReference {
  readonly IpPermissions?: readonly IpPermission[];
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly CidrIp?: string;
  readonly SecurityGroupRuleIds?: readonly string[];
  readonly TagSpecifications?: readonly TagSpecification[];
}

/** The permissions of a request; refuses none, and both forms together. */
export function permissionsOf(request: RuleRequest): readonly IpPermission[] {
  const { IpPermissions, IpProtocol, FromPort, ToPort, CidrIp } = request;
  const hasSingle = IpProtocol !== undefined || CidrIp !== undefined || FromPort !== undefined || ToPort !== undefined;
  if (IpPermissions && hasSingle) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter ipPermissions may not be used in combination with ipProtocol',
    );
  }
  if (IpPermissions) return IpPermissions;
  if (!hasSingle) throw new AwsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  return [
    {
      ...(IpProtocol !== undefined && { IpProtocol }),
      ...(FromPort !== undefined && { FromPort }),
      ...(ToPort !== undefined && { ToPort }),
      ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
    },
  ];
}
