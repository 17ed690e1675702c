// Users of the API server.

/** An authenticated user as RBAC sees it. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  /** What else the authenticator knows, e.g. which pod a service account's token is bound to. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The user of requests without credentials. */
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

export const systemUser: User = { name: 'system:admin', groups: ['system:masters', 'system:authenticated'] };
