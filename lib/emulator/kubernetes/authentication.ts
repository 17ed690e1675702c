// Who is asking: bearer tokens, fixed ones and those a hook recognises.
import { unauthorized } from './api-error.ts';
import type { Identities } from './identity.ts';

/** An authenticated user as RBAC sees it. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** The user of requests without credentials. */
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

export const systemUser: User = { name: 'system:admin', groups: ['system:masters', 'system:authenticated'] };

export interface Authentication {
  /** The user of an Authorization header; rejects with 401 when the token is unknown. */
  authenticate(authorization: string | undefined): Promise<User>;
  /** The user of a token, if there is one. */
  userOf(token: string): Promise<User | undefined>;
  issueToken(user: User): string;
}

export type TokenHook = (token: string) => User | undefined | Promise<User | undefined>;

const authenticated = (user: User): User => ({
  name: user.name,
  groups: [...new Set([...user.groups, 'system:authenticated'])],
});

/**
 * `known` maps tokens to users and goes before the hook. Users of tokens join `system:authenticated`; requests without
 * an Authorization header are anonymous. Issued tokens never expire.
 */
export function createAuthentication(
  known: Readonly<Record<string, User>>,
  hook: TokenHook,
  identities: Identities,
): Authentication {
  const tokens = new Map(Object.entries(known));
  const userOf = async (token: string) => {
    const user = tokens.get(token) ?? (await hook(token));
    return user && authenticated(user);
  };
  return {
    userOf,
    authenticate: async (authorization) => {
      if (authorization === undefined || authorization === '') return anonymous;
      const token = /^Bearer\s+(?<token>\S+)$/i.exec(authorization)?.groups?.['token'];
      const user = token === undefined ? undefined : await userOf(token);
      if (!user) throw unauthorized();
      return user;
    },
    issueToken: (user) => {
      const token = identities.token();
      tokens.set(token, user);
      return token;
    },
  };
}
