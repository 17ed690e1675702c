// The rows of EKS: what IAM principals are in clusters.
// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html

export interface AssociatedPolicy {
  readonly policyArn: string;
  readonly accessScope: { readonly type: 'cluster' | 'namespace'; readonly namespaces: readonly string[] };
  readonly associatedAt: number;
  readonly modifiedAt: number;
}

export interface AccessEntry {
  readonly clusterName: string;
  readonly principalArn: string;
  readonly groups: readonly string[];
  /** May hold `{{SessionName}}`, `{{SessionNameRaw}}` and `{{AccountID}}`. */
  readonly username: string;
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly id: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly policies: readonly AssociatedPolicy[];
}

export interface EksRows {
  /** By cluster and principal ARN, see `entryKey`. */
  readonly accessEntries: Map<string, AccessEntry>;
}
