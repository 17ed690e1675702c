// AssociateAccessPolicy, DisassociateAccessPolicy, ListAssociatedAccessPolicies, ListAccessPolicies.
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import { entryKey, requireEntry } from '../access-entry.ts';
import type { AccessEntry, AssociatedPolicy } from '../tables.ts';
import { accessPolicies, requirePolicy } from '../access-policies.ts';
import type { Eks } from '../eks.ts';
import { eksPage, type ListInput } from '../eks-page.ts';

interface OnPolicy {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly policyArn: string;
}

interface AssociateInput extends OnPolicy {
  readonly accessScope: { readonly type?: 'cluster' | 'namespace'; readonly namespaces?: readonly string[] };
}

function scopeOf({
  type = 'cluster',
  namespaces = [],
}: AssociateInput['accessScope']): AssociatedPolicy['accessScope'] {
  if (type === 'cluster' && namespaces.length > 0) {
    throw new AwsError(
      'InvalidParameterException',
      'The namespaces parameter is not valid for access scope type cluster',
    );
  }
  if (type === 'namespace' && namespaces.length === 0) {
    throw new AwsError(
      'InvalidParameterException',
      'The namespaces parameter is required for access scope type namespace',
    );
  }
  return { type, namespaces };
}

/** Associating again changes the scope. */
function associate(eks: Eks, input: AssociateInput): AssociatedPolicy {
  const entry = requireEntry(eks, input.clusterName, input.principalArn);
  requirePolicy(input.policyArn);
  if (entry.type !== 'STANDARD') {
    throw new AwsError(
      'InvalidRequestException',
      `Access policies cannot be associated with access entries of type ${entry.type}`,
    );
  }
  const now = eks.world.clock.now();
  const earlier = entry.policies.find(({ policyArn }) => policyArn === input.policyArn);
  const associated = {
    policyArn: input.policyArn,
    accessScope: scopeOf(input.accessScope),
    associatedAt: earlier?.associatedAt ?? now,
    modifiedAt: now,
  };
  setPolicies(eks, entry, [...entry.policies.filter((policy) => policy !== earlier), associated]);
  return associated;
}

function setPolicies({ tables }: Eks, entry: AccessEntry, policies: readonly AssociatedPolicy[]): void {
  tables.now.accessEntries.set(entryKey(entry.clusterName, entry.principalArn), { ...entry, policies });
}

/** The four actions. */
export const accessPolicyActions = (eks: Eks): Readonly<Record<string, Action>> => ({
  AssociateAccessPolicy: (input: AssociateInput) => ({
    clusterName: input.clusterName,
    principalArn: input.principalArn,
    associatedAccessPolicy: associate(eks, input),
  }),
  DisassociateAccessPolicy: ({ clusterName, principalArn, policyArn }: OnPolicy) => {
    const entry = requireEntry(eks, clusterName, principalArn);
    const kept = entry.policies.filter((policy) => policy.policyArn !== policyArn);
    if (kept.length === entry.policies.length) {
      throw new AwsError(
        'ResourceNotFoundException',
        'The specified policyArn is not associated with the access entry.',
        404,
      );
    }
    setPolicies(eks, entry, kept);
    return {};
  },
  ListAssociatedAccessPolicies: (input: ListInput & Omit<OnPolicy, 'policyArn'>) => {
    const { clusterName, principalArn } = input;
    const { items, token } = eksPage(requireEntry(eks, clusterName, principalArn).policies, input);
    return { clusterName, principalArn, associatedAccessPolicies: items, ...token };
  },
  ListAccessPolicies: (input: ListInput) => {
    const { items, token } = eksPage(accessPolicies, input);
    return { accessPolicies: items, ...token };
  },
});
