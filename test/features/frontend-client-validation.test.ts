// spec.tls.frontend from end to end: ConfigMaps become a trust store, which follows them and goes with its Gateway.
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTrustStoresCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { inProcess } from '../../lib/emulator/in-process.ts';
import { issueAuthority } from '../unit/emulator-data-plane/certificate-chains.ts';
import { namespace, workedExample } from './cell-example.ts';
import { EmulatedCell } from './emulated-cell.ts';

let cell: EmulatedCell;
let gateway: Manifest;

/** The worked example, asking clients for certificates of one authority. */
beforeEach(async () => {
  cell = await EmulatedCell.start();
  const { manifests, gateway: plain } = workedExample(cell);
  gateway = askingClients(plain, 'ca');
  const all = manifests.map((manifest) => (manifest.kind === 'Gateway' ? gateway : manifest));
  await cell.apply(...all, await authorities('ca', 'one.test'));
  await converge();
});

afterEach(() => cell.close());

function askingClients(manifest: Manifest, configMap: string): Manifest {
  const { spec } = manifest as Manifest & { readonly spec: object };
  const validation = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: configMap }] };
  return { ...manifest, spec: { ...spec, tls: { frontend: { default: { validation } } } } } as Manifest;
}

async function authorities(name: string, ...commonNames: readonly string[]): Promise<Manifest> {
  const issued = await Promise.all(commonNames.map((commonName) => issueAuthority({ name: `CN=${commonName}` })));
  const pem = issued.map((authority) => authority.pem).join('\n');
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { 'ca.crt': pem } } as Manifest;
}

async function converge(): Promise<void> {
  await cell.reconcile(gateway);
  await cell.pass(400_000);
}

const elb = () =>
  new ElasticLoadBalancingV2Client({
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIAWITNESS', secretAccessKey: 'emulated' },
    requestHandler: inProcess(cell.aws.handle) as never,
  });

async function stores() {
  const { TrustStores = [] } = await elb().send(new DescribeTrustStoresCommand());
  return TrustStores.map(({ TrustStoreArn, NumberOfCaCertificates }) => [TrustStoreArn, NumberOfCaCertificates]);
}

async function mutualAuthentication() {
  const { LoadBalancers } = await elb().send(new DescribeLoadBalancersCommand());
  const { Listeners = [] } = await elb().send(
    new DescribeListenersCommand({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn }),
  );
  return Listeners.find(({ Protocol }) => Protocol === 'HTTPS')?.MutualAuthentication;
}

it('the HTTPS listener verifies clients with the authorities of the ConfigMap', async () => {
  const [[arn, count] = []] = await stores();
  expect(count).toBe(1);
  expect(await mutualAuthentication()).toMatchObject({ Mode: 'verify', TrustStoreArn: arn });
});

it('a changed ConfigMap fills the same trust store anew', async () => {
  const [[arn] = []] = await stores();
  await cell.apply(await authorities('ca', 'one.test', 'two.test'));
  await converge();
  expect(await stores()).toEqual([[arn, 2]]);
});

it('another ConfigMap is another trust store, and the first one goes', async () => {
  const [[before] = []] = await stores();
  gateway = askingClients(gateway, 'other');
  await cell.apply(await authorities('other', 'two.test'), gateway);
  await converge();
  const [[arn] = [], ...others] = await stores();
  expect(others).toEqual([]);
  expect(arn).not.toBe(before);
  expect(await mutualAuthentication()).toMatchObject({ TrustStoreArn: arn });
});

it('trust stores go with their Gateway', async () => {
  await cell.delete(gateway);
  await converge();
  await cell.pass(400_000);
  expect(await stores()).toEqual([]);
});
