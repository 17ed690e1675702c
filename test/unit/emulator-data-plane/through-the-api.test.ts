// TLS and authentication as the load balancing API configures them: from SDK calls to sockets.
import {
  AddTrustStoreRevocationsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTrustStoreCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  type Action,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, expect, test } from 'vitest';
import { createAwsEmulator } from '../../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../../lib/emulator/clock.ts';
import { startDataPlane, type DataPlaneOptions } from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { inProcess } from '../../../lib/emulator/in-process.ts';
import { startProvider } from '../../support/oidc-provider.ts';
import { createBrowser } from './browser.ts';
import { issue, issueAuthority, revocationList, type Issued } from './certificate-chains.ts';
import { request } from 'node:https';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function anAccount(options: Partial<DataPlaneOptions> = {}, startMs?: number) {
  const clock = createClock('manual', startMs);
  const emulator = await createAwsEmulator({ clock, timeScale: 0 });
  const plane = startDataPlane({ source: emulator.loadBalancers, clock, ...options });
  closing.push(async () => {
    await plane.close();
    clock.stop();
  });
  const elb = new ElasticLoadBalancingV2Client({
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    requestHandler: inProcess(emulator.handle),
    maxAttempts: 1,
  });
  const { publicSubnetIds, certificateArn } = emulator.account();
  const { LoadBalancers } = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'shop', Subnets: [...publicSubnetIds] }),
  );
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const listen = async (DefaultActions: Action[]) => {
    const { Listeners } = await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn,
        Protocol: 'HTTPS',
        Port: 443,
        Certificates: [{ CertificateArn: certificateArn }],
        DefaultActions,
      }),
    );
    await plane.settled();
    return Listeners?.[0]?.ListenerArn ?? '';
  };
  const place = () => {
    const bound = plane.address(LoadBalancerArn);
    return { host: bound?.address ?? '', port: bound?.ports[443] ?? 0 };
  };
  return { clock, emulator, plane, elb, listen, place };
}

const inside: Action = {
  Type: 'fixed-response',
  Order: 2,
  FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain', MessageBody: 'inside' },
};

const statusFor = (place: { readonly host: string; readonly port: number }, { pem, keyPem }: Issued) =>
  new Promise<number | string>((resolve) => {
    const options = { ...place, cert: pem, key: keyPem, rejectUnauthorized: false, agent: false as const };
    request({ ...options, headers: { host: 'app.example.com' } }, (response) => resolve(response.statusCode ?? 0))
      .on('error', () => resolve('cut'))
      .end();
  });

test('a listener verifies clients against its trust store and its revocation lists', async () => {
  const { emulator, elb, listen, place, plane } = await anAccount();
  const root = await issueAuthority({ name: 'CN=root' });
  const [good, bad] = [await issue({ issuer: root }), await issue({ issuer: root })];
  emulator.buckets.put('trust', 'ca.pem', root.pem);
  emulator.buckets.put('trust', 'crl.pem', await revocationList(root, [bad]));
  const { TrustStores } = await elb.send(
    new CreateTrustStoreCommand({
      Name: 'clients',
      CaCertificatesBundleS3Bucket: 'trust',
      CaCertificatesBundleS3Key: 'ca.pem',
    }),
  );
  const TrustStoreArn = TrustStores?.[0]?.TrustStoreArn;
  const ListenerArn = await listen([{ ...inside, Order: 1 }]);
  await elb.send(new ModifyListenerCommand({ ListenerArn, MutualAuthentication: { Mode: 'verify', TrustStoreArn } }));
  await plane.settled();
  expect([await statusFor(place(), good), await statusFor(place(), bad)]).toEqual([200, 200]);
  await elb.send(
    new AddTrustStoreRevocationsCommand({
      TrustStoreArn,
      RevocationContents: [{ S3Bucket: 'trust', S3Key: 'crl.pem' }],
    }),
  );
  await plane.settled();
  expect([await statusFor(place(), good), await statusFor(place(), bad)]).toEqual([200, 'cut']);
  expect(await statusFor(place(), await issue({}))).toBe('cut');
});

test('a listener logs users in with a client secret that no reply shows', async () => {
  const app = 'https://app.example.com';
  const issuer = 'https://idp.example.com';
  const idp = await startProvider({ issuer, redirectUris: [`${app}/oauth2/idpresponse`] });
  closing.push(idp.close);
  const { elb, listen, place, plane } = await anAccount({}, Date.now());
  plane.setIdentityProviders({ origins: { [issuer]: idp.origin } });
  const ListenerArn = await listen([
    {
      Type: 'authenticate-oidc',
      Order: 1,
      AuthenticateOidcConfig: {
        Issuer: issuer,
        AuthorizationEndpoint: `${issuer}/auth`,
        TokenEndpoint: `${issuer}/token`,
        UserInfoEndpoint: `${issuer}/me`,
        ClientId: 'app',
        ClientSecret: 's3cret/+',
      },
    },
    inside,
  ]);
  const visit = () => createBrowser({ [app]: place }).visit(`${app}/`);
  expect(await visit()).toMatchObject({ status: 200, body: 'inside' });
  // A modification that says nothing of the actions keeps the secret.
  await elb.send(new ModifyListenerCommand({ ListenerArn, SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' }));
  await plane.settled();
  expect((await visit()).status).toBe(200);
  const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn] }));
  expect(Listeners?.[0]?.DefaultActions?.[0]?.AuthenticateOidcConfig).toMatchObject({ ClientId: 'app' });
  expect(JSON.stringify(Listeners)).not.toContain('s3cret');
});
