// Certificates asked of ACM, in time and when the account has proven its domains.
import {
  ACMClient,
  DescribeCertificateCommand,
  ExportCertificateCommand,
  GetAccountConfigurationCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  PutAccountConfigurationCommand,
  RequestCertificateCommand,
  ResendValidationEmailCommand,
  UpdateCertificateOptionsCommand,
  type ListCertificatesCommandInput,
  type RequestCertificateCommandInput,
} from '@aws-sdk/client-acm';
import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { anAws } from './aws.ts';
import { aLoadBalancer, given, notFound } from './balanced.ts';
import { aKeyPair } from './key-pairs.ts';

async function anAcm() {
  const aws = await anAws();
  return { ...aws, acm: aws.client(ACMClient) };
}

type Acm = Awaited<ReturnType<typeof anAcm>>;

async function requested({ acm }: Acm, input: Partial<RequestCertificateCommandInput> = {}) {
  const { CertificateArn } = await acm.send(
    new RequestCertificateCommand({ DomainName: 'shop.example.org', KeyAlgorithm: 'EC_prime256v1', ...input }),
  );
  return given(CertificateArn);
}

const described = async ({ acm }: Acm, CertificateArn: string) =>
  (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;

async function serve(aws: Acm, CertificateArn: string) {
  const { Listeners } = await aws.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: await aLoadBalancer(aws, 'shop'),
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn }],
      DefaultActions: [notFound],
    }),
  );
  return Listeners?.length;
}

test('a request waits for a record that is the same for a domain and its wildcard', async () => {
  const aws = await anAcm();
  const arn = await requested(aws, {
    ValidationMethod: 'DNS',
    SubjectAlternativeNames: ['*.shop.example.org'],
  });
  const certificate = await described(aws, arn);
  expect(certificate).toMatchObject({ Status: 'PENDING_VALIDATION', Issuer: 'Amazon', Subject: 'CN=shop.example.org' });
  const records = certificate?.DomainValidationOptions?.map(({ ResourceRecord }) => ResourceRecord);
  expect(records?.[0]).toEqual(records?.[1]);
  expect(records?.[0]).toMatchObject({
    Type: 'CNAME',
    Name: expect.stringMatching(/^_[0-9a-f]{32}\.shop\.example\.org\.$/) as string,
    Value: expect.stringMatching(/\.acm-validations\.aws\.$/) as string,
  });
});

test('a request that nobody validates is over after 72 hours', async () => {
  const aws = await anAcm();
  const arn = await requested(aws);
  await aws.clock.advance(72 * 3_600_000);
  expect((await described(aws, arn))?.Status).toBe('VALIDATION_TIMED_OUT');
});

test('a validated request is a certificate that a listener takes', async () => {
  const aws = await anAcm();
  const arn = await requested(aws, { ValidationMethod: 'DNS' });
  await aws.emulator.validateCertificate(arn);
  expect(await described(aws, arn)).toMatchObject({
    Status: 'ISSUED',
    KeyAlgorithm: 'EC_prime256v1',
    SignatureAlgorithm: 'SHA256WITHECDSA',
    DomainValidationOptions: [{ ValidationStatus: 'SUCCESS' }],
    ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION' }, { Name: 'TLS_WEB_CLIENT_AUTHENTICATION' }],
  });
  expect(await serve(aws, arn)).toBe(1);
});

test('the same request with the same token is the same certificate for an hour', async () => {
  const aws = await anAcm();
  const ask = (DomainName: string) => requested(aws, { DomainName, IdempotencyToken: 'once' });
  const first = await ask('a.example.org');
  expect(await ask('a.example.org')).toBe(first);
  await aws.clock.advance(3_600_000);
  expect(await ask('a.example.org')).not.toBe(first);
});

test('mail goes to the usual mailboxes of a parent domain', async () => {
  const aws = await anAcm();
  const arn = await requested(aws, {
    ValidationMethod: 'EMAIL',
    DomainValidationOptions: [{ DomainName: 'shop.example.org', ValidationDomain: 'example.org' }],
  });
  const [option] = (await described(aws, arn))?.DomainValidationOptions ?? [];
  expect(option?.ValidationEmails).toContain('postmaster@example.org');
  await aws.acm.send(
    new ResendValidationEmailCommand({
      CertificateArn: arn,
      Domain: 'shop.example.org',
      ValidationDomain: 'example.org',
    }),
  );
});

test('an exportable certificate is exported with its key under a passphrase', async () => {
  const aws = await anAcm();
  const CertificateArn = await requested(aws, { Options: { Export: 'ENABLED' } });
  await aws.emulator.validateCertificate(CertificateArn);
  const { Certificate, PrivateKey } = await aws.acm.send(
    new ExportCertificateCommand({ CertificateArn, Passphrase: Buffer.from('open sesame') }),
  );
  const key = createPrivateKey({ key: given(PrivateKey), passphrase: 'open sesame' });
  expect(new X509Certificate(given(Certificate)).checkPrivateKey(key)).toBe(true);
});

test('an imported certificate expires', async () => {
  const aws = await anAcm();
  const { certificate, key } = await aKeyPair('brief.example.org', Date.UTC(2026, 0, 2));
  const { CertificateArn } = await aws.acm.send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) }),
  );
  await aws.clock.advance(24 * 3_600_000);
  expect((await described(aws, given(CertificateArn)))?.Status).toBe('EXPIRED');
});

test('a certificate for no domain serves only where the check is off', async () => {
  const aws = await anAcm();
  const { certificate, key } = await aKeyPair('default');
  const { CertificateArn } = await aws.acm.send(
    new ImportCertificateCommand({ Certificate: Buffer.from(certificate), PrivateKey: Buffer.from(key) }),
  );
  aws.emulator.setStrictCertificateFqdn(false);
  expect(await serve(aws, given(CertificateArn))).toBe(1);
});

test('lists are filtered by usage and export, and sorted by age', async () => {
  const aws = await anAcm();
  await requested(aws, { DomainName: 'a.example.org', Options: { Export: 'ENABLED' } });
  await aws.clock.advance(1000);
  await requested(aws, { DomainName: 'b.example.org' });
  const names = async (input: ListCertificatesCommandInput) =>
    (await aws.acm.send(new ListCertificatesCommand(input))).CertificateSummaryList?.map(
      ({ DomainName }) => DomainName,
    );
  const keyTypes = ['EC_prime256v1', 'RSA_2048'] as ('EC_prime256v1' | 'RSA_2048')[];
  expect(await names({ Includes: { keyTypes, exportOption: 'ENABLED' } })).toEqual(['a.example.org']);
  expect(await names({ Includes: { keyTypes, keyUsage: ['DIGITAL_SIGNATURE'] } })).toEqual(['*.example.com']);
  expect(await names({ Includes: { keyTypes }, SortBy: 'CREATED_AT', SortOrder: 'DESCENDING' })).toEqual([
    'b.example.org',
    'a.example.org',
    '*.example.com',
  ]);
});

test('transparency logging is switched off, and events begin when asked', async () => {
  const aws = await anAcm();
  const CertificateArn = aws.account.certificateArn;
  await aws.acm.send(
    new UpdateCertificateOptionsCommand({
      CertificateArn,
      Options: { CertificateTransparencyLoggingPreference: 'DISABLED' },
    }),
  );
  expect((await described(aws, CertificateArn))?.Options?.CertificateTransparencyLoggingPreference).toBe('DISABLED');
  await aws.acm.send(
    new PutAccountConfigurationCommand({ IdempotencyToken: 'a', ExpiryEvents: { DaysBeforeExpiry: 30 } }),
  );
  expect((await aws.acm.send(new GetAccountConfigurationCommand({}))).ExpiryEvents?.DaysBeforeExpiry).toBe(30);
});
