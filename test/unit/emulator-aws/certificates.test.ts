// ACM as a controller uses it.
import {
  ACMClient,
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
import { CreateListenerCommand, DeleteListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { anAws } from './aws.ts';
import { aLoadBalancer, given, notFound } from './balanced.ts';
import { aKeyPair } from './key-pairs.ts';

async function anAcm() {
  const aws = await anAws();
  return { ...aws, acm: aws.client(ACMClient) };
}

type Acm = Awaited<ReturnType<typeof anAcm>>;

async function imported({ acm }: Acm, domain: string, CertificateArn?: string) {
  const { certificate, key } = await aKeyPair(domain);
  const material = { Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) };
  const answer = await acm.send(
    new ImportCertificateCommand({ ...material, ...(CertificateArn !== undefined && { CertificateArn }) }),
  );
  return { arn: given(answer.CertificateArn), certificate };
}

async function listed({ acm }: Acm, keyTypes?: ('EC_prime256v1' | 'RSA_2048')[]) {
  const { CertificateSummaryList } = await acm.send(
    new ListCertificatesCommand(keyTypes ? { Includes: { keyTypes } } : {}),
  );
  return CertificateSummaryList?.map(({ DomainName }) => DomainName);
}

test('an elliptic certificate is listed only to those who ask for its key type', async () => {
  const aws = await anAcm();
  await imported(aws, 'shop.example.org');
  expect(await listed(aws)).toEqual(['*.example.com']);
  expect(await listed(aws, ['EC_prime256v1', 'RSA_2048'])).toEqual(['*.example.com', 'shop.example.org']);
});

test('an import is described with what the certificate says', async () => {
  const aws = await anAcm();
  const { arn, certificate } = await imported(aws, 'shop.example.org');
  const { Certificate } = await aws.acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
  expect(Certificate).toMatchObject({
    DomainName: 'shop.example.org',
    SubjectAlternativeNames: ['shop.example.org'],
    Type: 'IMPORTED',
    Status: 'ISSUED',
    KeyAlgorithm: 'EC_prime256v1',
    NotAfter: new Date(Date.UTC(2040, 0, 1)),
    InUseBy: [],
  });
  const body = await aws.acm.send(new GetCertificateCommand({ CertificateArn: arn }));
  expect(body.Certificate).toBe(certificate);
  expect(JSON.stringify(body)).not.toContain('PRIVATE KEY');
});

test('a re-import keeps the ARN and changes the names', async () => {
  const aws = await anAcm();
  const { arn } = await imported(aws, 'old.example.org');
  expect((await imported(aws, 'new.example.org', arn)).arn).toBe(arn);
  expect(await listed(aws, ['EC_prime256v1'])).toEqual(['new.example.org']);
});

test('a certificate is in use by the load balancer until its listener is gone', async () => {
  const aws = await anAcm();
  const { arn } = await imported(aws, 'shop.example.org');
  const loadBalancer = await aLoadBalancer(aws, 'shop');
  const input = {
    LoadBalancerArn: loadBalancer,
    Protocol: 'HTTPS',
    Port: 443,
    Certificates: [{ CertificateArn: arn }],
  } as const;
  const { Listeners } = await aws.elb.send(
    new CreateListenerCommand({ ...input, Certificates: [...input.Certificates], DefaultActions: [notFound] }),
  );
  const users = async () =>
    (await aws.acm.send(new DescribeCertificateCommand({ CertificateArn: arn }))).Certificate?.InUseBy;
  expect(await users()).toEqual([loadBalancer]);
  await aws.elb.send(new DeleteListenerCommand({ ListenerArn: Listeners?.[0]?.ListenerArn }));
  expect(await users()).toEqual([]);
  await aws.acm.send(new DeleteCertificateCommand({ CertificateArn: arn }));
});

test('certificates wear tags', async () => {
  const { acm, account } = await anAcm();
  const CertificateArn = account.certificateArn;
  await acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect((await acm.send(new ListTagsForCertificateCommand({ CertificateArn }))).Tags).toEqual([
    { Key: 'a', Value: 'b' },
  ]);
});
