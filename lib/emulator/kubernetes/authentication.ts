// Who is asking: bearer tokens, fixed ones and those a hook recognises.
import { unauthorized } from './api-error.ts';
import type { Identities } from './identity.ts';
import { issuer, type ServiceAccountTokens, type TokenHolder } from './service-accounts/service-account-tokens.ts';
import { anonymous, type User } from './user.ts';

export interface Authentication {
  /** The user of an Authorization header; rejects with 401 when the token is unknown. */
  authenticate(authorization: string | undefined): Promise<User>;
  /** The user of a token and for whom it was made, if there is one. Tokens for nobody in particular have no audiences. */
  holderOf(token: string): Promise<TokenHolder | undefined>;
  issueToken(user: User): string;
}

export type TokenHook = (token: string) => User | undefined | Promise<User | undefined>;

const authenticated = (user: User): User => ({
  ...user,
  groups: [...new Set([...user.groups, 'system:authenticated'])],
});

/**
 * `known` maps tokens to users and goes before the tokens of service accounts and the hook. Users of tokens join `system:authenticated`; requests without
 * an Authorization header are anonymous. Issued tokens never expire.
 */
export function createAuthentication(
  known: Readonly<Record<string, User>>,
  hook: TokenHook,
  { identities, accounts }: { readonly identities: Identities; readonly accounts: ServiceAccountTokens },
): Authentication {
  const tokens = new Map(Object.entries(known));
  const holderOf = async (token: string): Promise<TokenHolder | undefined> => {
    const holder = accounts.holderOf(token);
    const user = tokens.get(token) ?? holder?.user ?? (await hook(token));
    return user && { user: authenticated(user), audiences: holder?.audiences ?? [] };
  };
  return {
    holderOf,
    authenticate: async (authorization) => {
      if (authorization === undefined || authorization === '') return anonymous;
      const token = /^Bearer\s+(?<token>\S+)$/i.exec(authorization)?.groups?.['token'];
      const holder = token === undefined ? undefined : await holderOf(token);
      const isForUs = holder && (holder.audiences.length === 0 || holder.audiences.includes(issuer));
      if (!isForUs) throw unauthorized();
      return holder.user;
    },
    issueToken: (user) => {
      const token = identities.token();
      tokens.set(token, user);
      return token;
    },
  };
}
