// The AWS actions that each function uses, with the narrowest resource and condition AWS supports for them.
// infra makes the IAM policies from this table; a test compares it with the calls that were really made.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html

/** One IAM statement; `<region>`, `<account>`, `<partition>`, `<cluster tag>` and `<bundles>` (the bucket’s ARN) are filled in by infra. */
export interface Permission {
  readonly sid: string;
  readonly actions: readonly string[];
  /** Default: every resource (actions without resource-level permissions). */
  readonly resources?: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const elb = 'arn:<partition>:elasticloadbalancing:<region>:<account>';
const ours = { Null: { 'aws:ResourceTag/<cluster tag>': 'false' } };
const becomingOurs = { Null: { 'aws:RequestTag/<cluster tag>': 'false' } };
const certificates = 'arn:<partition>:acm:<region>:<account>:certificate/*';
const securityGroups = 'arn:<partition>:ec2:<region>:<account>:security-group/*';

const readLoadBalancers: Permission = {
  sid: 'ReadLoadBalancers',
  actions: [
    'elasticloadbalancing:DescribeCapacityReservation',
    'elasticloadbalancing:DescribeListenerAttributes',
    'elasticloadbalancing:DescribeListenerCertificates',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeTargetGroupAttributes',
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:DescribeTrustStores',
    'tag:GetResources',
  ],
};

const readNetwork: Permission = {
  sid: 'ReadNetwork',
  actions: [
    'ec2:DescribeAvailabilityZones',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
  ],
};

const readCluster: Permission = {
  sid: 'ReadCluster',
  actions: ['eks:DescribeCluster'],
  resources: ['arn:<partition>:eks:<region>:<account>:cluster/*'],
};

/** Ingress on a cluster's own security groups, which carry `kubernetes.io/cluster/<name>` and not our tag. */
const targetIngress: Permission = {
  sid: 'TargetIngress',
  actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
  resources: [securityGroups],
};

const registerTargets: Permission = {
  sid: 'RegisterTargets',
  actions: ['elasticloadbalancing:RegisterTargets'],
  resources: [`${elb}:targetgroup/*/*`],
  conditions: ours,
};

const reconcile: readonly Permission[] = [
  readLoadBalancers,
  readNetwork,
  readCluster,
  {
    sid: 'ReadCertificates',
    actions: ['acm:ListCertificates', 'acm:DescribeCertificate', 'acm:ListTagsForCertificate'],
  },
  {
    sid: 'ImportCertificates',
    actions: ['acm:ImportCertificate', 'acm:AddTagsToCertificate'],
    resources: [certificates],
    conditions: becomingOurs,
  },
  {
    sid: 'ChangeOurCertificates',
    actions: [
      'acm:AddTagsToCertificate',
      'acm:DeleteCertificate',
      'acm:ImportCertificate',
      'acm:RemoveTagsFromCertificate',
    ],
    resources: [certificates],
    conditions: ours,
  },
  // ELB reads the CA certificates with these permissions.
  { sid: 'TrustBundles', actions: ['s3:GetObject', 's3:PutObject'], resources: ['<bundles>/*'] },
  {
    sid: 'CreateOurs',
    actions: [
      'elasticloadbalancing:CreateLoadBalancer',
      'elasticloadbalancing:CreateTargetGroup',
      'elasticloadbalancing:CreateTrustStore',
    ],
    resources: [`${elb}:loadbalancer/app/*/*`, `${elb}:targetgroup/*/*`, `${elb}:truststore/*/*`],
    conditions: becomingOurs,
  },
  {
    sid: 'CreateOnOurs',
    actions: ['elasticloadbalancing:CreateListener', 'elasticloadbalancing:CreateRule'],
    resources: [`${elb}:loadbalancer/app/*/*`, `${elb}:listener/app/*/*/*`],
    conditions: ours,
  },
  {
    sid: 'TagAtCreation',
    actions: ['elasticloadbalancing:AddTags'],
    resources: [
      `${elb}:loadbalancer/app/*/*`,
      `${elb}:listener/app/*/*/*`,
      `${elb}:listener-rule/app/*/*/*/*`,
      `${elb}:targetgroup/*/*`,
      `${elb}:truststore/*/*`,
    ],
    conditions: {
      StringEquals: {
        'elasticloadbalancing:CreateAction': [
          'CreateLoadBalancer',
          'CreateListener',
          'CreateRule',
          'CreateTargetGroup',
          'CreateTrustStore',
        ],
      },
      ...becomingOurs,
    },
  },
  {
    sid: 'ChangeOurs',
    actions: [
      'elasticloadbalancing:AddListenerCertificates',
      'elasticloadbalancing:AddTags',
      'elasticloadbalancing:DeleteListener',
      'elasticloadbalancing:DeleteLoadBalancer',
      'elasticloadbalancing:DeleteRule',
      'elasticloadbalancing:DeleteTargetGroup',
      'elasticloadbalancing:DeleteTrustStore',
      'elasticloadbalancing:ModifyCapacityReservation',
      'elasticloadbalancing:ModifyIpPools',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyListenerAttributes',
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:ModifyTargetGroup',
      'elasticloadbalancing:ModifyTargetGroupAttributes',
      'elasticloadbalancing:ModifyTrustStore',
      'elasticloadbalancing:RemoveListenerCertificates',
      'elasticloadbalancing:RemoveTags',
      'elasticloadbalancing:SetIpAddressType',
      'elasticloadbalancing:SetRulePriorities',
      'elasticloadbalancing:SetSecurityGroups',
      'elasticloadbalancing:SetSubnets',
    ],
    resources: [
      `${elb}:loadbalancer/app/*/*`,
      `${elb}:listener/app/*/*/*`,
      `${elb}:listener-rule/app/*/*/*/*`,
      `${elb}:targetgroup/*/*`,
      `${elb}:truststore/*/*`,
    ],
    conditions: ours,
  },
  registerTargets,
  {
    sid: 'CreateSecurityGroupInVpc',
    actions: ['ec2:CreateSecurityGroup'],
    resources: ['arn:<partition>:ec2:<region>:<account>:vpc/*'],
  },
  {
    sid: 'CreateOurSecurityGroup',
    actions: ['ec2:CreateSecurityGroup'],
    resources: [securityGroups],
    conditions: becomingOurs,
  },
  {
    sid: 'TagSecurityGroupAtCreation',
    actions: ['ec2:CreateTags'],
    resources: [securityGroups],
    conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' }, ...becomingOurs },
  },
  {
    sid: 'ChangeOurSecurityGroups',
    actions: ['ec2:CreateTags', 'ec2:DeleteTags', 'ec2:DeleteSecurityGroup'],
    resources: [securityGroups],
    conditions: ours,
  },
  targetIngress,
  {
    // None of them can be told from others by the tags of the load balancer.
    sid: 'WebAcl',
    actions: [
      'elasticloadbalancing:SetWebAcl',
      'wafv2:AssociateWebACL',
      'wafv2:DisassociateWebACL',
      // GetWebACLForResource answers with the whole web ACL, which takes the right to read it.
      'wafv2:GetWebACL',
      'wafv2:GetWebACLForResource',
    ],
  },
  {
    sid: 'Shield',
    actions: ['shield:CreateProtection', 'shield:DeleteProtection', 'shield:DescribeProtection'],
  },
];

const targets: readonly Permission[] = [
  readLoadBalancers,
  readCluster,
  // Whether an address is inside the VPC decides its availability zone.
  { sid: 'ReadVpc', actions: ['ec2:DescribeVpcs'] },
  {
    sid: 'SyncTargets',
    actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    resources: [`${elb}:targetgroup/*/*`],
    conditions: ours,
  },
];

/** Removes what no Gateway claims any more; makes nothing. */
const sweep: readonly Permission[] = [
  readLoadBalancers,
  readNetwork,
  readCluster,
  { sid: 'ReadCertificateTags', actions: ['acm:ListTagsForCertificate'] },
  { sid: 'RemoveOurCertificates', actions: ['acm:DeleteCertificate'], resources: [certificates], conditions: ours },
  {
    sid: 'RemoveOrphans',
    actions: [
      'elasticloadbalancing:DeleteListener',
      'elasticloadbalancing:DeleteLoadBalancer',
      'elasticloadbalancing:DeleteTargetGroup',
      'elasticloadbalancing:DeleteTrustStore',
    ],
    resources: [
      `${elb}:loadbalancer/app/*/*`,
      `${elb}:listener/app/*/*/*`,
      `${elb}:targetgroup/*/*`,
      `${elb}:truststore/*/*`,
    ],
    conditions: ours,
  },
  { sid: 'ReleaseIngress', actions: ['ec2:RevokeSecurityGroupIngress'], resources: [securityGroups] },
  {
    sid: 'RemoveOurSecurityGroups',
    actions: ['ec2:DeleteSecurityGroup'],
    resources: [securityGroups],
    conditions: ours,
  },
];

const deadLetters: readonly Permission[] = [
  readLoadBalancers,
  {
    sid: 'DistrustDigest',
    actions: ['elasticloadbalancing:AddTags'],
    resources: [`${elb}:loadbalancer/app/*/*`],
    conditions: ours,
  },
];

/** Function → what it may do, beside its queues and its logs. */
export const permissions = {
  dispatch: [],
  reconcile,
  targets,
  sweep,
  install: [readCluster],
  'dead-letters': deadLetters,
} as const satisfies Readonly<Record<string, readonly Permission[]>>;
