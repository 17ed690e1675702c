// Who signs requests: access key id → identity. A caller without policies is an administrator.
import type { Secret } from '../signature/verify-signature.ts';
import type { PolicyDocument } from './policy.ts';

/** One principal of the account. */
export interface Caller {
  /** Short name as the call log shows it, e.g. `reconcile`. */
  readonly name: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` or `arn:aws:iam::<account>:user/<name>`. */
  readonly arn: string;
  /** Identity policies; absent means every action is allowed, an empty list means none is. */
  readonly policies?: readonly PolicyDocument[];
  /** Policies of the session: what they do not allow as well is not allowed. */
  readonly sessionPolicies?: readonly PolicyDocument[];
  /** Tags of the principal or of the session, as `aws:PrincipalTag/…` shows them. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A role that may be assumed. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
  /** Longest session in seconds; one hour unless given. */
  readonly maxSessionSeconds?: number;
}

/** The identities behind access keys. */
export interface Callers {
  /** The identity of a key; an unknown key is the account's administrator. */
  find(accessKeyId: string): Caller;
  /** Whether the key has an identity of its own. */
  has(accessKeyId: string): boolean;
  /** ARN of the identity that the call log names so. */
  arnOf(name: string): string;
  /** Sets the identity of a key; with a secret, its requests must be signed with it. */
  set(accessKeyId: string, caller: Caller, secret?: Secret): void;
  delete(accessKeyId: string): void;
  secretOf(accessKeyId: string): Secret | undefined;
  /** From now on, keys whose secret is not known are refused. */
  requireSignatures(): void;
  requiresSignatures(): boolean;
  setRole(role: Role): void;
  /** The role of an ARN. */
  role(arn: string): Role | undefined;
  reset(): void;
}

/** An empty register in which every key is `user/admin` of the account. */
export function createCallers(accountId: string): Callers {
  const known = new Map<string, Caller>();
  const secrets = new Map<string, Secret>();
  const roles = new Map<string, Role>();
  const admin: Caller = { name: 'admin', arn: `arn:aws:iam::${accountId}:user/admin` };
  let isStrict = false;
  return {
    find: (accessKeyId) => known.get(accessKeyId) ?? admin,
    has: (accessKeyId) => known.has(accessKeyId),
    arnOf: (name) => [...known.values()].find((caller) => caller.name === name)?.arn ?? admin.arn,
    set: (accessKeyId, caller, secret) => {
      known.set(accessKeyId, caller);
      if (secret) secrets.set(accessKeyId, secret);
      else secrets.delete(accessKeyId);
    },
    delete: (accessKeyId) => {
      known.delete(accessKeyId);
      secrets.delete(accessKeyId);
    },
    secretOf: (accessKeyId) => secrets.get(accessKeyId),
    requireSignatures: () => {
      isStrict = true;
    },
    requiresSignatures: () => isStrict,
    setRole: (role) => void roles.set(role.arn, role),
    role: (arn) => roles.get(arn),
    reset: () => {
      known.clear();
      secrets.clear();
      roles.clear();
      isStrict = false;
    },
  };
}
