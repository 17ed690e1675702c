// EKS authentication: a bearer token is a presigned sts:GetCallerIdentity URL; the identity behind its access key is
// looked up in the access entries of the deployment.
// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
import type { Callers } from './aws/iam/callers.ts';
import type { TokenAuthenticator } from './cluster-api.ts';
import type { DeployedStacks } from './lambda/template/deployed-stacks.ts';
import type { User } from './kubernetes/authentication.ts';

const tokenPrefix = 'k8s-aws-v1.';
const adminPolicy = /:cluster-access-policy\/AmazonEKSClusterAdminPolicy$/;

/** Recognises principals that an AWS::EKS::AccessEntry of the stacks names. */
export function eksAuthenticator(stacks: DeployedStacks, callers: Pick<Callers, 'find'>): TokenAuthenticator {
  const groups = groupsByRole(stacks);
  return (token) => {
    const accessKeyId = accessKeyOf(token);
    if (accessKeyId === undefined) return undefined;
    const { arn } = callers.find(accessKeyId);
    const role = roleOf(arn);
    const granted = role === undefined ? undefined : groups.get(role);
    return granted && ({ name: arn, groups: granted } satisfies User);
  };
}

function groupsByRole(stacks: DeployedStacks): ReadonlyMap<string, readonly string[]> {
  return new Map(
    stacks.resources('AWS::EKS::AccessEntry').map((entry) => {
      const { PrincipalArn, KubernetesGroups = [], AccessPolicies = [] } = entry.properties();
      const policies = AccessPolicies as readonly { readonly PolicyArn?: string }[];
      const isAdmin = policies.some(({ PolicyArn = '' }) => adminPolicy.test(PolicyArn));
      return [
        String(PrincipalArn),
        [...(KubernetesGroups as readonly string[]), ...(isAdmin ? ['system:masters'] : [])],
      ];
    }),
  );
}

/** The access key that signed the URL inside a token. */
function accessKeyOf(token: string): string | undefined {
  if (!token.startsWith(tokenPrefix)) return undefined;
  const text = Buffer.from(token.slice(tokenPrefix.length), 'base64url').toString('utf8');
  if (!URL.canParse(text)) return undefined;
  const { searchParams } = new URL(text);
  const signed = searchParams.get('X-Amz-SignedHeaders')?.split(';') ?? [];
  if (searchParams.get('Action') !== 'GetCallerIdentity' || !signed.includes('x-k8s-aws-id')) return undefined;
  return searchParams.get('X-Amz-Credential')?.split('/')[0];
}

/** `arn:aws:sts::1:assumed-role/R/session` → `arn:aws:iam::1:role/R`; other principals stand for themselves. */
function roleOf(arn: string): string | undefined {
  const [, partition, , , account, resource = ''] = arn.split(':');
  const [type, name] = resource.split('/');
  return type === 'assumed-role' ? `arn:${partition}:iam::${account}:role/${name}` : arn;
}
