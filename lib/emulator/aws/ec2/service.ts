// EC2 behind the endpoint: which actions exist.
import { awsModels } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { Action, AwsService } from '../service.ts';
import { authorizeSecurityGroup } from './actions/authorize-security-group.ts';
import { createSecurityGroup } from './actions/create-security-group.ts';
import { createTags } from './actions/create-tags.ts';
import { deleteSecurityGroup } from './actions/delete-security-group.ts';
import { deleteTags } from './actions/delete-tags.ts';
import { describeAvailabilityZones } from './actions/describe-availability-zones.ts';
import { describeInstances } from './actions/describe-instances.ts';
import { describeInternetGateways } from './actions/describe-internet-gateways.ts';
import { describeNetworkInterfaces } from './actions/describe-network-interfaces.ts';
import { describeManagedPrefixLists, describePrefixLists } from './actions/describe-prefix-lists.ts';
import { describeRouteTables } from './actions/describe-route-tables.ts';
import { describeSecurityGroupRules } from './actions/describe-security-group-rules.ts';
import { describeSecurityGroups } from './actions/describe-security-groups.ts';
import { describeSubnets } from './actions/describe-subnets.ts';
import { describeTags } from './actions/describe-tags.ts';
import { describeVpcs } from './actions/describe-vpcs.ts';
import { getSecurityGroupsForVpc } from './actions/get-security-groups-for-vpc.ts';
import { revokeSecurityGroup } from './actions/revoke-security-group.ts';
import { authorizeEc2 } from './authorization.ts';
import type { Ec2 } from './ec2.ts';

const actionsOf = (ec2: Ec2): Record<string, Action> => ({
  AuthorizeSecurityGroupEgress: authorizeSecurityGroup(ec2, 'egress'),
  AuthorizeSecurityGroupIngress: authorizeSecurityGroup(ec2, 'ingress'),
  CreateSecurityGroup: createSecurityGroup(ec2),
  CreateTags: createTags(ec2),
  DeleteSecurityGroup: deleteSecurityGroup(ec2),
  DeleteTags: deleteTags(ec2),
  DescribeAddresses: () => ({ Addresses: [] }),
  DescribeAvailabilityZones: describeAvailabilityZones(ec2),
  DescribeCoipPools: () => ({ CoipPools: [] }),
  DescribeInstances: describeInstances(ec2),
  DescribeInternetGateways: describeInternetGateways(ec2),
  DescribeIpamPools: () => ({ IpamPools: [] }),
  DescribeManagedPrefixLists: describeManagedPrefixLists(ec2),
  DescribeNetworkInterfaces: describeNetworkInterfaces(ec2),
  DescribePrefixLists: describePrefixLists(ec2),
  DescribeRouteTables: describeRouteTables(ec2),
  DescribeSecurityGroupRules: describeSecurityGroupRules(ec2),
  DescribeSecurityGroups: describeSecurityGroups(ec2),
  DescribeSubnets: describeSubnets(ec2),
  DescribeTags: describeTags(ec2),
  DescribeVpcs: describeVpcs(ec2),
  GetSecurityGroupsForVpc: getSecurityGroupsForVpc(ec2),
  RevokeSecurityGroupEgress: revokeSecurityGroup(ec2, 'egress'),
  RevokeSecurityGroupIngress: revokeSecurityGroup(ec2, 'ingress'),
});

/** With `DryRun` an allowed call is refused in place of being done. */
const withDryRun =
  (action: Action): Action =>
  (input: { readonly DryRun?: boolean }, call) => {
    if (input.DryRun) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    return action(input as never, call);
  };

/** EC2 as an endpoint service. */
export const createEc2Service = (ec2: Ec2): AwsService => ({
  signingName: 'ec2',
  model: awsModels.ec2,
  actions: Object.fromEntries(Object.entries(actionsOf(ec2)).map(([name, action]) => [name, withDryRun(action)])),
  authorization: authorizeEc2(ec2),
  state: ec2.tables.state,
  reset: () => ec2.tables.reset(),
});
