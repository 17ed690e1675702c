// tls.certificateRefs from end to end: a Secret becomes a certificate in ACM, follows the Secret, and goes with its Gateway.
import { ACMClient, ListCertificatesCommand, ListTagsForCertificateCommand } from '@aws-sdk/client-acm';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { inProcess } from '../../lib/emulator/in-process.ts';
import { aCertificate } from '../unit/emulator-data-plane/certificates.ts';
import { namespace, workedExample } from './cell-example.ts';
import { EmulatedCell } from './emulated-cell.ts';

let cell: EmulatedCell;
let gateway: Manifest;

/** The worked example, with a second HTTPS listener that takes its certificate from a Secret. */
beforeEach(async () => {
  cell = await EmulatedCell.start();
  const { manifests, gateway: plain } = workedExample(cell);
  gateway = withListener(plain);
  await cell.apply(
    ...manifests.map((manifest) => (manifest.kind === 'Gateway' ? gateway : manifest)),
    aSecret('ecdsa'),
  );
  await converge();
});

afterEach(() => cell.close());

function withListener(manifest: Manifest): Manifest {
  const { spec } = manifest as Manifest & { readonly spec: { readonly listeners: readonly object[] } };
  const listener = {
    name: 'own',
    protocol: 'HTTPS',
    port: 8443,
    hostname: 'own.shop.test',
    tls: { certificateRefs: [{ name: 'own-tls' }] },
  };
  return { ...manifest, spec: { ...spec, listeners: [...spec.listeners, listener] } } as Manifest;
}

function aSecret(key: 'ecdsa' | 'rsa'): Manifest {
  const { certificatePem, privateKeyPem } = aCertificate(['own.shop.test'], key);
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'own-tls', namespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': encoded(certificatePem), 'tls.key': encoded(privateKeyPem) },
  } as Manifest;
}

/** Two looks, the second after AWS has come to rest. */
async function converge(): Promise<void> {
  await cell.reconcile(gateway);
  await cell.pass(400_000);
}

const settings = () => ({
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIAWITNESS', secretAccessKey: 'emulated' },
  requestHandler: inProcess(cell.aws.handle) as never,
});

/** ARNs of the certificates in ACM that carry tags of ours. */
async function importedArns(): Promise<readonly string[]> {
  const acm = new ACMClient(settings());
  const { CertificateSummaryList = [] } = await acm.send(
    new ListCertificatesCommand({ Includes: { keyTypes: ['RSA_2048', 'EC_prime256v1'] } }),
  );
  const arns = CertificateSummaryList.map(({ CertificateArn = '' }) => CertificateArn);
  const ours = await Promise.all(
    arns.map(async (CertificateArn) => {
      const { Tags = [] } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
      return Tags.some(({ Key }) => Key === 'gateway.k8s.aws.alb/stack') ? [CertificateArn] : [];
    }),
  );
  return ours.flat();
}

async function servedArn(): Promise<string | undefined> {
  const elb = new ElasticLoadBalancingV2Client(settings());
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand());
  const { Listeners = [] } = await elb.send(
    new DescribeListenersCommand({ LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn }),
  );
  return Listeners.find(({ Port }) => Port === 8443)?.Certificates?.[0]?.CertificateArn;
}

it('a listener serves with the certificate of its Secret', async () => {
  const arns = await importedArns();
  expect(arns).toHaveLength(1);
  expect(await servedArn()).toBe(arns[0]);
});

it('nothing is imported again while the Secret stays as it is, whoever looks', async () => {
  const before = await importedArns();
  cell.forget();
  await converge();
  expect(await importedArns()).toEqual(before);
});

it('a renewed certificate takes the place of the old one under its ARN', async () => {
  const [before] = await importedArns();
  await cell.apply(aSecret('ecdsa'));
  await converge();
  expect(await importedArns()).toEqual([before]);
  expect(await servedArn()).toBe(before);
});

it('a certificate with a key of another kind is exchanged, and the old one deleted', async () => {
  const [before] = await importedArns();
  await cell.apply(aSecret('rsa'));
  await converge();
  const arns = await importedArns();
  expect(arns).toHaveLength(1);
  expect(arns).not.toContain(before);
  expect(await servedArn()).toBe(arns[0]);
});

it('a Secret whose key does not fit costs its listener, and what serves goes on serving', async () => {
  const [before] = await importedArns();
  const { data } = aSecret('ecdsa') as Manifest & { readonly data: Readonly<Record<string, string>> };
  const other = aSecret('ecdsa');
  await cell.apply({
    ...other,
    data: { ...data, 'tls.key': (other as never as { data: Record<string, string> }).data['tls.key'] },
  } as Manifest);
  await converge();
  const { status } =
    (await cell.get<{ status: { listeners: { name: string; conditions: { type: string; reason: string }[] }[] } }>(
      gateway,
    )) ?? {};
  const own = status?.listeners.find(({ name }) => name === 'own');
  expect(own?.conditions.find(({ type }) => type === 'ResolvedRefs')?.reason).toBe('InvalidCertificateRef');
  expect(await importedArns()).toEqual([before]);
});

it('certificates go with their Gateway', async () => {
  await cell.delete(gateway);
  await converge();
  await cell.pass(400_000);
  expect(await importedArns()).toEqual([]);
});
