// The access entries of a deployment (AWS::EKS::AccessEntry).
import type { AccessGrant } from '../aws/eks/grant-access.ts';
import type { DeployedStacks } from './template/deployed-stacks.ts';

interface PolicyProperty {
  readonly PolicyArn?: string;
  readonly AccessScope?: { readonly Namespaces?: readonly string[] };
}

/** What the stacks grant to IAM principals in clusters. */
export function deployedAccess(stacks: DeployedStacks): readonly AccessGrant[] {
  return stacks.resources('AWS::EKS::AccessEntry').map((entry) => {
    const { ClusterName, PrincipalArn, KubernetesGroups = [], Username, AccessPolicies = [] } = entry.properties();
    return {
      clusterName: String(ClusterName),
      principalArn: String(PrincipalArn),
      groups: (KubernetesGroups as readonly unknown[]).map(String),
      ...(typeof Username === 'string' && { username: Username }),
      policies: (AccessPolicies as readonly PolicyProperty[]).map(({ PolicyArn = '', AccessScope = {} }) => ({
        policyArn: PolicyArn,
        namespaces: AccessScope.Namespaces ?? [],
      })),
    };
  });
}
