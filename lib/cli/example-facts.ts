// The account that `translate` assumes when no facts are given: one VPC, public and private subnets in three zones, one
// certificate. The same shape as a --facts file, so that it can be copied and changed.

const zones = ['a', 'b', 'c'] as const;

const subnet = (zone: string, index: number, kind: 'public' | 'private') => ({
  id: `subnet-0000000000000${kind === 'public' ? '1' : '2'}00${index + 1}`,
  az: `us-west-2${zone}`,
  cidr: `10.0.${kind === 'public' ? index * 16 : 128 + index * 16}.0/20`,
  kind,
  tags: {
    Name: `example-${kind}-${zone}`,
    [kind === 'public' ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb']: '1',
  },
});

export const exampleFacts = {
  clusterName: 'example',
  vpc: { id: 'vpc-00000000000000001', cidr: '10.0.0.0/16' },
  subnets: zones.flatMap((zone, index) => [subnet(zone, index, 'public'), subnet(zone, index, 'private')]),
  certificates: [
    {
      arn: 'arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000001',
      domain: 'example.com',
      sans: ['example.com', '*.example.com'],
      status: 'ISSUED',
    },
  ],
  securityGroups: {
    user: [],
    node: { id: 'sg-00000000000000001', name: 'example-nodes', tags: { 'kubernetes.io/cluster/example': 'owned' } },
    backendShared: { id: 'sg-00000000000000002', name: 'k8s-traffic-example' },
  },
  trustStores: [],
  targetGroups: [],
} as const;
