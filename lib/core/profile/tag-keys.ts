// Keys of the tags (and the descriptions, where tags are not possible) that carry identity and memory: LBC's, and below them
// those that are ours alone.
import type { Descriptions, TagKeys } from './profile.ts';

export const tagKeys: TagKeys = {
  cluster: 'elbv2.k8s.aws/cluster',
  stack: 'gateway.k8s.aws.alb/stack',
  resource: 'gateway.k8s.aws.alb/resource',
  applied: 'gateway.k8s.aws.alb/applied',
  binding: 'gateway.k8s.aws.alb/binding',
  bindingOptions: 'gateway.k8s.aws.alb/binding-options',
  retireAfter: 'gateway.k8s.aws.alb/retire-after',
  content: 'gateway.k8s.aws.alb/content',
  attributes: 'gateway.k8s.aws.alb/attributes',
  sharedResource: 'elbv2.k8s.aws/resource',
  sharedResourceValue: 'backend-sg',
  clusterOwned: (cluster) => `kubernetes.io/cluster/${cluster}`,
  publicSubnetRole: 'kubernetes.io/role/elb',
  internalSubnetRole: 'kubernetes.io/role/internal-elb',
};

export const descriptions: Descriptions = {
  frontEndGroup: '[k8s] Managed SecurityGroup for LoadBalancer',
  sharedGroup: '[k8s] Shared Backend SecurityGroup for LoadBalancer',
  targetIngress: 'elbv2.k8s.aws/targetGroupBinding=shared',
};
