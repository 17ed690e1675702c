// Tokens of service accounts (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/): signed,
// for an audience and a time, and worth nothing once the account or the object they are bound to is gone.
import type { Clock } from '../../clock.ts';
import type { User } from '../user.ts';
import type { Identities } from '../identity.ts';
import { asList, asRecord, asText, isRecord, type Fields } from '../json.ts';
import type { KubernetesObject } from '../object.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { SigningKey } from './signing-key.ts';

export const issuer = 'https://kubernetes.default.svc';

/** What a token is asked for. Without audiences it is for the API server itself. */
export interface TokenRequest {
  readonly account: KubernetesObject;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundTo?: KubernetesObject;
}

/** Who a token stands for, and for whom it was made. */
export interface TokenHolder {
  readonly user: User;
  readonly audiences: readonly string[];
}

export interface ServiceAccountTokens {
  readonly key: SigningKey;
  issue(request: TokenRequest): { readonly token: string; readonly expirationTimestamp: string };
  /** The holder of a token of ours that is valid now; undefined for any other text. */
  holderOf(token: string): TokenHolder | undefined;
}

export interface TokenParts {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly identities: Identities;
  readonly key: SigningKey;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): Fields {
  try {
    return asRecord(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

const reference = (object: KubernetesObject) => ({ name: object.metadata.name, uid: object.metadata.uid });

function boundClaim(object: KubernetesObject | undefined): Fields {
  return object ? { [object.kind.toLowerCase()]: reference(object) } : {};
}

/** Whether the object a claim refers to is still the one that is stored. */
function isThere(store: ObjectStore, key: string, namespace: string, claim: unknown): boolean {
  const { name, uid } = asRecord(claim);
  return store.get(key, namespace, asText(name))?.metadata.uid === uid;
}

const boundKinds = { pod: 'pods', secret: 'secrets', node: 'nodes' } as const;

function isAlive(store: ObjectStore, claims: Fields): boolean {
  const namespace = asText(claims['namespace']);
  const bound = Object.entries(boundKinds).filter(([claim]) => isRecord(claims[claim]));
  return (
    isThere(store, 'serviceaccounts', namespace, claims['serviceaccount']) &&
    bound.every(([claim, key]) => isThere(store, key, key === 'nodes' ? '' : namespace, claims[claim]))
  );
}

function userOf(claims: Fields, jti: string): User {
  const namespace = asText(claims['namespace']);
  const account = asRecord(claims['serviceaccount']);
  const pod = claims['pod'];
  return {
    name: `system:serviceaccount:${namespace}:${asText(account['name'])}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    uid: asText(account['uid']),
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${jti}`],
      ...(isRecord(pod) && {
        'authentication.kubernetes.io/pod-name': [asText(pod['name'])],
        'authentication.kubernetes.io/pod-uid': [asText(pod['uid'])],
      }),
    },
  };
}

/** Issues tokens, and recognises its own. */
export function createServiceAccountTokens({ clock, store, identities, key }: TokenParts): ServiceAccountTokens {
  const now = () => Math.floor(clock.now() / 1000);
  return {
    key,
    issue: ({ account, audiences, expirationSeconds, boundTo }) => {
      const { namespace = '', name = '' } = account.metadata;
      const issuedAt = now();
      const claims = {
        ...{ aud: audiences, exp: issuedAt + expirationSeconds, iat: issuedAt, iss: issuer, jti: identities.uid() },
        'kubernetes.io': { namespace, serviceaccount: reference(account), ...boundClaim(boundTo) },
        nbf: issuedAt,
        sub: `system:serviceaccount:${namespace}:${name}`,
      };
      const text = `${encode({ alg: key.jwk.alg, kid: key.jwk.kid })}.${encode(claims)}`;
      const expirationTimestamp = new Date(claims.exp * 1000).toISOString().replace('.000', '');
      return { token: `${text}.${key.sign(text)}`, expirationTimestamp };
    },
    holderOf: (token) => {
      const [header, body, signature = '', ...rest] = token.split('.');
      if (body === undefined || rest.length > 0 || !key.isSignature(`${header}.${body}`, signature)) return undefined;
      const { iss, exp, nbf, aud, jti, 'kubernetes.io': claims } = decode(body);
      if (iss !== issuer || Number(exp) <= now() || Number(nbf) > now() || !isAlive(store, asRecord(claims))) {
        return undefined;
      }
      return { user: userOf(asRecord(claims), asText(jti)), audiences: asList(aud).map(asText) };
    },
  };
}
