// An OpenID Connect provider that others wrote (npm oidc-provider), on a loopback port, with one user who has to fill in
// two forms: one to log in, one to consent.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export interface TestProvider {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly provider: Provider;
  close(): Promise<void>;
}

export interface TestProviderOptions {
  readonly issuer: string;
  readonly redirectUris: readonly string[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clientAuthentication?: 'client_secret_basic' | 'client_secret_post';
  /** Claims of the user besides `sub`, all in scope `openid`. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly accessTokenLifetime?: number;
  readonly routes?: Configuration['routes'];
}

const signingKey = {
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid: 'test',
  use: 'sig',
  alg: 'RS256',
};

/** The provider warns that forms and memory of its own are for tests only, which is what this is. */
function quietly(issuer: string, configuration: Configuration): Provider {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return new Provider(issuer, configuration);
  } finally {
    console.warn = warn;
  }
}

/** Starts a provider with one confidential client (`app`, secret `s3cret/+`) that gets refresh tokens. */
export async function startProvider(options: TestProviderOptions): Promise<TestProvider> {
  const { issuer, redirectUris, clientId = 'app', clientSecret = 's3cret/+', claims = {} } = options;
  const provider = quietly(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: options.clientAuthentication ?? 'client_secret_basic',
      },
    ],
    jwks: { keys: [signingKey as never] },
    cookies: { keys: ['test'] },
    pkce: { required: () => false },
    claims: { openid: ['sub', ...Object.keys(claims)] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...claims }) }),
    issueRefreshToken: () => Promise.resolve(true),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: options.accessTokenLifetime ?? 3600,
      AuthorizationCode: 60,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    ...(options.routes ? { routes: options.routes } : {}),
  });
  const handle = provider.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
