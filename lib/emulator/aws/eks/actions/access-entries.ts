// CreateAccessEntry, DescribeAccessEntry, ListAccessEntries, UpdateAccessEntry, DeleteAccessEntry.
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import {
  defaultUsername,
  entryKey,
  refuseReservedNames,
  requireCluster,
  requireEntry,
  requirePrincipal,
} from '../access-entry.ts';
import type { AccessEntry } from '../tables.ts';
import type { Eks } from '../eks.ts';
import { eksPage, type ListInput } from '../eks-page.ts';

interface OnEntry {
  readonly clusterName: string;
  readonly principalArn: string;
}

interface EntryInput extends OnEntry {
  readonly kubernetesGroups?: readonly string[];
  readonly username?: string;
  readonly type?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const types = ['STANDARD', 'FARGATE_LINUX', 'EC2_LINUX', 'EC2_WINDOWS', 'EC2', 'HYBRID_LINUX', 'HYPERPOD_LINUX'];

function arnOf({ world }: Eks, { clusterName, principalArn, id }: AccessEntry): string {
  const [, , , , account = '', path = ''] = principalArn.split(':');
  const [type = ''] = path.split('/');
  const name = path.split('/').at(-1) ?? '';
  return `arn:aws:eks:${world.region}:${world.accountId}:access-entry/${clusterName}/${type}/${account}/${name}/${id}`;
}

const view = (eks: Eks, entry: AccessEntry) => ({
  accessEntry: {
    clusterName: entry.clusterName,
    principalArn: entry.principalArn,
    kubernetesGroups: entry.groups,
    accessEntryArn: arnOf(eks, entry),
    createdAt: entry.createdAt,
    modifiedAt: entry.modifiedAt,
    tags: entry.tags,
    username: entry.username,
    type: entry.type,
  },
});

function createEntry(eks: Eks, input: EntryInput): AccessEntry {
  const { clusterName, principalArn, kubernetesGroups = [], username, type = 'STANDARD', tags = {} } = input;
  requireCluster(eks, clusterName);
  requirePrincipal(principalArn);
  if (!types.includes(type)) throw new AwsError('InvalidParameterException', `The type ${type} is not valid`);
  if (type !== 'STANDARD' && (kubernetesGroups.length > 0 || username !== undefined)) {
    throw new AwsError(
      'InvalidParameterException',
      `kubernetesGroups and username cannot be set for access entries of type ${type}`,
    );
  }
  refuseReservedNames(username, kubernetesGroups);
  const { accessEntries } = eks.tables.now;
  if (accessEntries.has(entryKey(clusterName, principalArn))) {
    throw new AwsError(
      'ResourceInUseException',
      'The specified access entry resource is already in use on this cluster.',
      409,
    );
  }
  const now = eks.world.clock.now();
  const entry: AccessEntry = {
    clusterName,
    principalArn,
    groups: kubernetesGroups,
    username: username ?? defaultUsername(principalArn),
    type,
    tags,
    id: eks.world.random.uuid(),
    createdAt: now,
    modifiedAt: now,
    policies: [],
  };
  accessEntries.set(entryKey(clusterName, principalArn), entry);
  return entry;
}

function updateEntry(eks: Eks, { clusterName, principalArn, kubernetesGroups, username }: EntryInput): AccessEntry {
  const entry = requireEntry(eks, clusterName, principalArn);
  if (entry.type !== 'STANDARD') {
    throw new AwsError('InvalidRequestException', `Access entries of type ${entry.type} cannot be updated`);
  }
  refuseReservedNames(username, kubernetesGroups ?? []);
  const updated = {
    ...entry,
    groups: kubernetesGroups ?? entry.groups,
    username: username ?? entry.username,
    modifiedAt: eks.world.clock.now(),
  };
  eks.tables.now.accessEntries.set(entryKey(clusterName, principalArn), updated);
  return updated;
}

/** The five actions. */
export const accessEntryActions = (eks: Eks): Readonly<Record<string, Action>> => ({
  CreateAccessEntry: (input: EntryInput) => view(eks, createEntry(eks, input)),
  DescribeAccessEntry: ({ clusterName, principalArn }: OnEntry) =>
    view(eks, requireEntry(eks, clusterName, principalArn)),
  UpdateAccessEntry: (input: EntryInput) => view(eks, updateEntry(eks, input)),
  ListAccessEntries: (input: ListInput & { readonly clusterName: string; readonly associatedPolicyArn?: string }) => {
    requireCluster(eks, input.clusterName);
    const { associatedPolicyArn } = input;
    const arns = [...eks.tables.now.accessEntries.values()]
      .filter(({ clusterName }) => clusterName === input.clusterName)
      .filter(
        ({ policies }) =>
          associatedPolicyArn === undefined || policies.some(({ policyArn }) => policyArn === associatedPolicyArn),
      )
      .map(({ principalArn }) => principalArn);
    const { items, token } = eksPage(arns, input);
    return { accessEntries: items, ...token };
  },
  DeleteAccessEntry: ({ clusterName, principalArn }: OnEntry) => {
    requireEntry(eks, clusterName, principalArn);
    eks.tables.now.accessEntries.delete(entryKey(clusterName, principalArn));
    return {};
  },
});
