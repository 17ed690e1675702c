// Which operations of which AWS service the emulator can describe. `all` keeps a service whole; elsewhere only what an
// ALB controller or its account set-up can ask for is kept, because EC2 alone has over 700 operations.

export interface KeptService {
  /** botocore's directory name, which is also the name of the generated file. */
  readonly service: string;
  readonly operations: 'all' | readonly string[];
}

const ec2 = [
  ...['CreateVpc', 'DescribeVpcs', 'DeleteVpc', 'DescribeVpcAttribute', 'ModifyVpcAttribute'],
  ...['AssociateVpcCidrBlock', 'DisassociateVpcCidrBlock'],
  ...['CreateSubnet', 'DescribeSubnets', 'ModifySubnetAttribute', 'DeleteSubnet'],
  ...['DescribeRegions', 'DescribeAvailabilityZones'],
  ...['CreateRouteTable', 'DescribeRouteTables', 'DeleteRouteTable'],
  ...['AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation'],
  ...['CreateRoute', 'ReplaceRoute', 'DeleteRoute'],
  ...['CreateInternetGateway', 'DescribeInternetGateways', 'DeleteInternetGateway'],
  ...['AttachInternetGateway', 'DetachInternetGateway'],
  ...['CreateSecurityGroup', 'DescribeSecurityGroups', 'DeleteSecurityGroup', 'GetSecurityGroupsForVpc'],
  ...['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress'],
  ...['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
  ...['DescribeSecurityGroupRules', 'ModifySecurityGroupRules'],
  ...['UpdateSecurityGroupRuleDescriptionsIngress', 'UpdateSecurityGroupRuleDescriptionsEgress'],
  ...['DescribePrefixLists', 'DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
  ...['CreateManagedPrefixList', 'ModifyManagedPrefixList', 'DeleteManagedPrefixList'],
  ...['RunInstances', 'DescribeInstances', 'DescribeInstanceStatus', 'TerminateInstances', 'ModifyInstanceAttribute'],
  ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'ModifyNetworkInterfaceAttribute'],
  ...['AttachNetworkInterface', 'DetachNetworkInterface', 'DeleteNetworkInterface'],
  ...['DescribeAddresses', 'DescribeCoipPools', 'DescribeIpamPools'],
  ...['CreateTags', 'DescribeTags', 'DeleteTags'],
];

const eks = [
  ...['DescribeCluster', 'ListClusters'],
  ...['CreateAccessEntry', 'DescribeAccessEntry', 'ListAccessEntries', 'UpdateAccessEntry', 'DeleteAccessEntry'],
  ...['AssociateAccessPolicy', 'DisassociateAccessPolicy', 'ListAccessPolicies', 'ListAssociatedAccessPolicies'],
  ...['CreatePodIdentityAssociation', 'DescribePodIdentityAssociation', 'ListPodIdentityAssociations'],
  ...['UpdatePodIdentityAssociation', 'DeletePodIdentityAssociation'],
];

export const keptServices: readonly KeptService[] = [
  { service: 'acm', operations: 'all' },
  { service: 'ec2', operations: ec2 },
  { service: 'eks', operations: eks },
  { service: 'elbv2', operations: 'all' },
  {
    service: 'resourcegroupstaggingapi',
    operations: ['GetResources', 'TagResources', 'UntagResources', 'GetTagKeys', 'GetTagValues'],
  },
  {
    service: 'shield',
    operations: ['GetSubscriptionState', 'DescribeProtection', 'CreateProtection', 'DeleteProtection'],
  },
  { service: 'sqs', operations: 'all' },
  { service: 'sts', operations: ['GetCallerIdentity', 'AssumeRole'] },
  { service: 'wafv2', operations: ['AssociateWebACL', 'DisassociateWebACL', 'GetWebACLForResource'] },
];
