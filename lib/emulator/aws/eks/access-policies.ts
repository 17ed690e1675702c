// The access policies of EKS and what they stand for in Kubernetes.
// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html
import { AwsError } from '../aws-error.ts';

const names = [
  ...['AmazonEKSAdminPolicy', 'AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminViewPolicy'],
  ...['AmazonEKSEditPolicy', 'AmazonEKSViewPolicy', 'AmazonEKSSecretReaderPolicy'],
];

const prefix = 'arn:aws:eks::aws:cluster-access-policy/';

export const accessPolicies = names.map((name) => ({ name, arn: prefix + name }));

/** The one policy that grants everything, as the group `system:masters` does. */
export const clusterAdminPolicy = `${prefix}AmazonEKSClusterAdminPolicy`;

/** Throws for a policy that EKS does not have. */
export function requirePolicy(arn: string): void {
  if (accessPolicies.some((policy) => policy.arn === arn)) return;
  throw new AwsError('InvalidParameterException', 'The policyArn parameter format is not valid');
}
