// Who signs requests: access key id → identity. A caller without policies is an administrator.
import type { PolicyDocument } from './policy.ts';

/** One principal of the account. */
export interface Caller {
  /** Short name as the call log shows it, e.g. `reconcile`. */
  readonly name: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` or `arn:aws:iam::<account>:user/<name>`. */
  readonly arn: string;
  /** Identity policies; absent means every action is allowed, an empty list means none is. */
  readonly policies?: readonly PolicyDocument[];
}

/** The identities behind access keys. */
export interface Callers {
  /** The identity of a key; an unknown key is the account's administrator. */
  find(accessKeyId: string): Caller;
  /** ARN of the identity that the call log names so. */
  arnOf(name: string): string;
  set(accessKeyId: string, caller: Caller): void;
  delete(accessKeyId: string): void;
  reset(): void;
}

/** An empty register in which every key is `user/admin` of the account. */
export function createCallers(accountId: string): Callers {
  const known = new Map<string, Caller>();
  const admin: Caller = { name: 'admin', arn: `arn:aws:iam::${accountId}:user/admin` };
  return {
    find: (accessKeyId) => known.get(accessKeyId) ?? admin,
    arnOf: (name) => [...known.values()].find((caller) => caller.name === name)?.arn ?? admin.arn,
    set: (accessKeyId, caller) => void known.set(accessKeyId, caller),
    delete: (accessKeyId) => void known.delete(accessKeyId),
    reset: () => known.clear(),
  };
}
