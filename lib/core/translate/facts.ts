// What the translator must know of AWS, asked as data and answered by the shell ("ask, don't fetch").

export type FactQuery =
  | { readonly fact: 'vpc' }
  /** Every subnet of the VPC, with its tags. */
  | { readonly fact: 'subnets' }
  /** Which subnets have a route to an internet gateway. Only asked when no subnet carries a role tag. */
  | { readonly fact: 'reachability' }
  /** Issued certificates with their names. */
  | { readonly fact: 'certificates' }
  /** Security groups by id and by `Name` tag. */
  | { readonly fact: 'security-groups'; readonly ids: readonly string[]; readonly names: readonly string[] }
  /** Security groups tagged `kubernetes.io/cluster/<cluster>`: those in front of nodes and pods. */
  | { readonly fact: 'cluster-security-groups' }
  | { readonly fact: 'trust-store'; readonly name: string }
  | { readonly fact: 'target-group'; readonly name: string };

/** Answers. A member that is absent was not asked or could not be had: what needs it is left unresolved, never guessed. */
export interface Facts {
  readonly vpc?: { readonly id: string; readonly cidrs: readonly string[]; readonly ipv6Cidrs: readonly string[] };
  readonly subnets?: readonly SubnetFact[];
  readonly certificates?: readonly CertificateFact[];
  /** Answers to `security-groups` and `cluster-security-groups`, together. */
  readonly securityGroups?: readonly SecurityGroupFact[];
  /** Trust store name → ARN. */
  readonly trustStores?: Readonly<Record<string, string>>;
  /** Target group name → ARN. */
  readonly targetGroups?: Readonly<Record<string, string>>;
}

export interface SubnetFact {
  readonly id: string;
  readonly availabilityZone: string;
  readonly zoneType: 'availability-zone' | 'local-zone' | 'wavelength-zone' | 'outpost';
  readonly availableAddresses: number;
  readonly ipv6Cidrs: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Has a route to an internet gateway; absent until `reachability` was asked. */
  readonly isPublic?: boolean;
}

export interface CertificateFact {
  readonly arn: string;
  /** Domain name and subject alternative names. */
  readonly names: readonly string[];
}

export interface SecurityGroupFact {
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}
