// EKS behind the endpoint: where a cluster's API is, and who has access to it.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext } from '../iam/tags-context.ts';
import type { AwsService, Input } from '../service.ts';
import { requireCluster } from './access-entry.ts';
import { accessEntryActions } from './actions/access-entries.ts';
import { accessPolicyActions } from './actions/access-policies.ts';
import { clusterView } from './cluster-view.ts';
import { clusterArn, type Eks } from './eks.ts';
import { eksPage, type ListInput } from './eks-page.ts';

function checksOf(eks: Eks, action: string, input: Input): readonly AuthorizationCheck[] {
  const name = input['name'] ?? input['clusterName'];
  const own = { action: `eks:${action}` };
  if (typeof name !== 'string') return [{ ...own, resource: '*' }];
  const { principalArn, tags } = input;
  const cluster = clusterArn(eks.world, name);
  const context = requestTagsContext((tags ?? {}) as Readonly<Record<string, string>>);
  if (action === 'CreateAccessEntry' || action === 'ListAccessEntries' || typeof principalArn !== 'string') {
    return [{ ...own, resource: cluster, context }];
  }
  // arn:aws:eks:region:account:access-entry/cluster/type/account/name/id
  const [, , , , account = '', path = ''] = principalArn.split(':');
  return [
    {
      ...own,
      resource: `${cluster.replace(':cluster/', ':access-entry/')}/${path.split('/')[0]}/${account}/${path.split('/').at(-1)}/*`,
    },
  ];
}

/** EKS as an endpoint service. */
export const createEksService = (eks: Eks): AwsService => ({
  signingName: 'eks',
  model: awsModels.eks,
  actions: {
    DescribeCluster: ({ name }: { readonly name: string }) => ({
      cluster: clusterView(eks, requireCluster(eks, name)),
    }),
    ListClusters: (input: ListInput) => {
      const { items, token } = eksPage([...eks.clusters.keys()].sort(), input);
      return { clusters: items, ...token };
    },
    ...accessEntryActions(eks),
    ...accessPolicyActions(eks),
  },
  claims: ({ path }) => /^\/(clusters|access-policies)(\/|\?|$)/.test(path),
  authorization: (action, input) => checksOf(eks, action, input),
  state: eks.tables.state,
  reset: () => eks.tables.reset(),
});
