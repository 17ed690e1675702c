// Which operations of which AWS service the emulator can describe. `all` keeps a service whole; elsewhere only what an
// ALB controller or its account set-up can ask for is kept, because EC2 alone has over 700 operations.

export interface KeptService {
  /** botocore's directory name, which is also the name of the generated file. */
  readonly service: string;
  readonly operations: 'all' | readonly string[];
}

const ec2 = [
  ...['CreateVpc', 'CreateDefaultVpc', 'DescribeVpcs', 'DeleteVpc', 'DescribeVpcAttribute', 'ModifyVpcAttribute'],
  ...['AssociateVpcCidrBlock', 'DisassociateVpcCidrBlock'],
  ...['CreateSubnet', 'CreateDefaultSubnet', 'DescribeSubnets', 'ModifySubnetAttribute', 'DeleteSubnet'],
  ...['AssociateSubnetCidrBlock', 'DisassociateSubnetCidrBlock'],
  ...['DescribeRegions', 'DescribeAvailabilityZones', 'DescribeAccountAttributes', 'DescribeNetworkAcls'],
  ...['CreateRouteTable', 'DescribeRouteTables', 'DeleteRouteTable'],
  ...['AssociateRouteTable', 'DisassociateRouteTable', 'ReplaceRouteTableAssociation'],
  ...['CreateRoute', 'ReplaceRoute', 'DeleteRoute'],
  ...['CreateInternetGateway', 'DescribeInternetGateways', 'DeleteInternetGateway'],
  ...['AttachInternetGateway', 'DetachInternetGateway'],
  ...['CreateEgressOnlyInternetGateway', 'DescribeEgressOnlyInternetGateways', 'DeleteEgressOnlyInternetGateway'],
  ...['CreateNatGateway', 'DescribeNatGateways', 'DeleteNatGateway'],
  ...['CreateSecurityGroup', 'DescribeSecurityGroups', 'DeleteSecurityGroup', 'GetSecurityGroupsForVpc'],
  ...['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'DescribeSecurityGroupReferences'],
  ...['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
  ...['DescribeSecurityGroupRules', 'ModifySecurityGroupRules'],
  ...['UpdateSecurityGroupRuleDescriptionsIngress', 'UpdateSecurityGroupRuleDescriptionsEgress'],
  ...['DescribePrefixLists', 'DescribeManagedPrefixLists', 'GetManagedPrefixListEntries'],
  ...['CreateManagedPrefixList', 'ModifyManagedPrefixList', 'DeleteManagedPrefixList'],
  ...['RunInstances', 'StartInstances', 'StopInstances', 'RebootInstances', 'TerminateInstances'],
  ...['DescribeInstances', 'DescribeInstanceStatus', 'DescribeInstanceTypes', 'DescribeImages'],
  ...['DescribeInstanceAttribute', 'ModifyInstanceAttribute', 'ModifyInstanceMetadataOptions'],
  ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'],
  ...['DescribeNetworkInterfaceAttribute', 'ModifyNetworkInterfaceAttribute'],
  ...['AttachNetworkInterface', 'DetachNetworkInterface'],
  ...['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses', 'AssignIpv6Addresses', 'UnassignIpv6Addresses'],
  ...['AllocateAddress', 'DescribeAddresses', 'ReleaseAddress', 'AssociateAddress', 'DisassociateAddress'],
  ...['DescribeCoipPools', 'DescribeIpamPools', 'DescribeKeyPairs', 'DescribeVpcEndpoints', 'DescribeDhcpOptions'],
  ...['CreateTags', 'DescribeTags', 'DeleteTags'],
];

const eks = [
  ...['DescribeCluster', 'ListClusters'],
  ...['CreateAccessEntry', 'DescribeAccessEntry', 'ListAccessEntries', 'UpdateAccessEntry', 'DeleteAccessEntry'],
  ...['AssociateAccessPolicy', 'DisassociateAccessPolicy', 'ListAccessPolicies', 'ListAssociatedAccessPolicies'],
  ...['CreatePodIdentityAssociation', 'DescribePodIdentityAssociation', 'ListPodIdentityAssociations'],
  ...['UpdatePodIdentityAssociation', 'DeletePodIdentityAssociation'],
];

const s3 = [
  ...['ListBuckets', 'CreateBucket', 'HeadBucket', 'DeleteBucket', 'GetBucketLocation'],
  ...['GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy', 'GetBucketVersioning', 'PutBucketVersioning'],
  ...['GetBucketTagging', 'PutBucketTagging', 'DeleteBucketTagging'],
  ...['ListObjects', 'ListObjectsV2', 'ListObjectVersions'],
  ...['PutObject', 'GetObject', 'HeadObject', 'CopyObject', 'DeleteObject', 'DeleteObjects'],
];

const shield = [
  ...['CreateSubscription', 'DescribeSubscription', 'GetSubscriptionState', 'DeleteSubscription'],
  ...['CreateProtection', 'DescribeProtection', 'ListProtections', 'DeleteProtection'],
  ...['TagResource', 'UntagResource', 'ListTagsForResource'],
];

const sts = ['GetCallerIdentity', 'AssumeRole', 'AssumeRoleWithWebIdentity', 'GetSessionToken', 'GetAccessKeyInfo'];

const wafv2 = [
  ...['CreateWebACL', 'GetWebACL', 'UpdateWebACL', 'ListWebACLs', 'DeleteWebACL', 'CheckCapacity'],
  ...['CreateIPSet', 'GetIPSet', 'UpdateIPSet', 'ListIPSets', 'DeleteIPSet'],
  ...['AssociateWebACL', 'DisassociateWebACL', 'GetWebACLForResource', 'ListResourcesForWebACL'],
  ...['TagResource', 'UntagResource', 'ListTagsForResource'],
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
  { service: 's3', operations: s3 },
  { service: 'shield', operations: shield },
  { service: 'sqs', operations: 'all' },
  { service: 'sts', operations: sts },
  { service: 'wafv2', operations: wafv2 },
];
