// An application behind an HTTPS listener that logs its users in at a real provider.
import { createClock } from '../../../lib/emulator/clock.ts';
import type { DataPlaneOptions } from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { startProvider, type TestProvider, type TestProviderOptions } from '../../support/oidc-provider.ts';
import { createBrowser, type Browser, type Page } from './browser.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, type fixed, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

export const loadBalancerArn =
  'arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/main/50dc6c495c0c9188';
export const app = 'https://app.example.com';
export const issuer = 'https://idp.example.com';
export const callback = `${app}/oauth2/idpresponse`;
export const minute = 60_000;

const certificate = aCertificate(['app.example.com']);

export interface AppSettings {
  /** Members of the OIDC configuration that are not the usual ones. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly clientSecret?: string;
  /** Another login action than the usual OIDC one. */
  readonly login?: { readonly Type: string } & Readonly<Record<string, unknown>>;
  readonly provider?: Partial<TestProviderOptions>;
  readonly plane?: Partial<DataPlaneOptions>;
  /** Further places of origins. */
  readonly origins?: Readonly<Record<string, string>>;
  /** The origin that the provider stands for. */
  readonly providerOrigin?: string;
  readonly cognitoSecrets?: Readonly<Record<string, string>>;
  readonly routing?: ReturnType<typeof fixed> | ReturnType<typeof forwardTo>;
}

export interface App {
  readonly world: World;
  readonly browser: Browser;
  /** Where the provider really is. */
  readonly providerAt: string;
  /** Where the HTTPS listener really is. */
  place(): { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

/** `/private*` needs a login, everything else does not; both reach a target that answers with what it sees. */
export async function startApp(settings: AppSettings = {}): Promise<App> {
  const { plane, origins, providerOrigin = issuer, cognitoSecrets } = settings;
  const idp = await startProvider({
    issuer,
    redirectUris: [callback],
    claims: { email: 'alice@example.com' },
    ...settings.provider,
  });
  const world = startWorld({
    // The provider lives in real time.
    clock: createClock('manual', Date.now()),
    identityProviders: {
      origins: { [providerOrigin]: idp.origin, ...origins },
      ...(cognitoSecrets && { cognitoSecrets }),
    },
    ...plane,
  });
  const port = await world.target(echo('app'));
  const rules = [
    aRule(10, {
      conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/private*'] } }],
      actions: [settings.login ?? oidcLogin(settings), { ...(settings.routing ?? forwardTo('app')), Order: 2 }],
    }),
    aRule('default', { actions: [forwardTo('app')] }),
  ];
  const https = aListener(443, rules, { protocol: 'HTTPS', certificates: [certificate] });
  world.source.set(
    [aLoadBalancer([https], { arn: loadBalancerArn })],
    [aGroup('app', [aTarget('127.0.0.1', port)], { loadBalancerArns: [loadBalancerArn] })],
  );
  await world.plane.settled();
  const place = () => {
    const bound = world.plane.address(loadBalancerArn);
    return { host: bound?.address ?? '', port: bound?.ports[443] ?? 0 };
  };
  return {
    world,
    browser: createBrowser({ [app]: place }),
    providerAt: idp.origin,
    place,
    close: () => closeBoth(world, idp),
  };
}

async function closeBoth(world: World, idp: TestProvider): Promise<void> {
  await world.close();
  await idp.close();
}

const oidcLogin = ({ config = {}, clientSecret = 's3cret/+' }: AppSettings) => ({
  Type: 'authenticate-oidc',
  Order: 1,
  clientSecret,
  AuthenticateOidcConfig: {
    Issuer: issuer,
    AuthorizationEndpoint: `${issuer}/auth`,
    TokenEndpoint: `${issuer}/token`,
    UserInfoEndpoint: `${issuer}/me`,
    ClientId: 'app',
    ...config,
  },
});

/** What the target saw of the request that a page answers. */
export const seen = ({ body }: Page) =>
  JSON.parse(body) as { readonly url: string; readonly headers: Readonly<Record<string, string | undefined>> };

export const isCallback = (url: string): boolean => url.startsWith(callback);

/** Names of the session cookies a browser holds. */
export const sessionCookies = (browser: Browser): readonly string[] =>
  [...browser.cookies('app.example.com').keys()].filter((name) => name.includes('Session'));
