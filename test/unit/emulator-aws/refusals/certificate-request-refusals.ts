// What ACM refuses of requested and re-imported certificates, and load balancing of certificates without a name.
import {
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  ExportCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  PutAccountConfigurationCommand,
  RemoveTagsFromCertificateCommand,
  RenewCertificateCommand,
  RequestCertificateCommand,
  ResendValidationEmailCommand,
  UpdateCertificateOptionsCommand,
  type RequestCertificateCommandInput,
} from '@aws-sdk/client-acm';
import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { given, notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { aKeyPair, type KeyPairPlan } from '../key-pairs.ts';
import { acmApi, acmGuide, recordedBy, verifiedBy } from './network-pages.ts';
import { refused, type Refusal } from './refusal.ts';

const request =
  (input: Partial<RequestCertificateCommandInput>) =>
  ({ acm }: FrontDoor) =>
    acm.send(new RequestCertificateCommand({ DomainName: 'shop.example.org', ...input }));

/** ARN of the certificate that a row asked for beforehand: the only one for that domain. */
async function arnOf({ acm }: FrontDoor, domain = 'shop.example.org') {
  const keyTypes = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'] as const;
  const { CertificateSummaryList = [] } = await acm.send(
    new ListCertificatesCommand({ Includes: { keyTypes: [...keyTypes] } }),
  );
  return given(CertificateSummaryList.find(({ DomainName }) => DomainName === domain)?.CertificateArn);
}

const load = (plan: KeyPairPlan, arnToReplace?: string) => async (account: FrontDoor) => {
  const { certificate, key } = await aKeyPair(plan);
  return account.acm.send(
    new ImportCertificateCommand({
      Certificate: Buffer.from(certificate),
      PrivateKey: Buffer.from(key),
      ...(arnToReplace !== undefined && { CertificateArn: arnToReplace }),
    }),
  );
};

const reload = (plan: KeyPairPlan) => async (account: FrontDoor) =>
  load(plan, await arnOf(account, 'old.example.org'))(account);

const serve = (domain: string) => async (account: FrontDoor) =>
  account.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: account.loadBalancer,
      Protocol: 'HTTPS',
      Port: 8443,
      Certificates: [{ CertificateArn: await arnOf(account, domain) }],
      DefaultActions: [notFound],
    }),
  );

const tagged = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

export const certificateRequestRefusals: readonly Refusal[] = [
  refused(
    'a common name of 65 characters',
    request({ DomainName: `${'a'.repeat(53)}.example.org` }),
    'The first domain name can be no longer than 64 characters.',
    { code: 'ValidationException', page: recordedBy('acm', 'domain-name-cn-64-octets') },
  ),
  refused(
    'a key that Amazon does not issue',
    request({ KeyAlgorithm: 'RSA_4096' }),
    /^Encryption Algorithm RSA_4096 is not supported in \d{12} region$/,
    { code: 'ValidationException', page: recordedBy('acm', 'public-key-algorithm') },
  ),
  refused(
    'validation of a domain that is not asked for',
    request({ DomainValidationOptions: [{ DomainName: 'nowhere.example.org', ValidationDomain: 'example.org' }] }),
    'The domain specified in ValidationOptions, nowhere.example.org, is not the PrimaryDomain or part of SubjectAlternativeNames.',
    {
      code: 'InvalidDomainValidationOptionsException',
      page: recordedBy('acm', 'domain-validation-option-known-domain'),
    },
  ),
  refused(
    'validation by a domain that is no parent',
    request({
      ValidationMethod: 'EMAIL',
      DomainValidationOptions: [{ DomainName: 'shop.example.org', ValidationDomain: 'example.net' }],
    }),
    'The validation domain, example.net, must be a superdomain of the requested domain, shop.example.org.',
    { code: 'InvalidDomainValidationOptionsException', page: recordedBy('acm', 'validation-domain-superdomain') },
  ),
  refused(
    'an address in the place of a domain',
    request({ DomainName: '10.0.0.1' }),
    /at 'domainName' failed to satisfy/,
    {
      code: 'ValidationException',
      page: acmApi('RequestCertificate'),
    },
  ),
  refused(
    'eleven domain names',
    request({ SubjectAlternativeNames: Array.from({ length: 10 }, (_, index) => `a${index}.example.org`) }),
    /up to 10 domain names/,
    { code: 'LimitExceededException', page: acmGuide('acm-limits') },
  ),
  refused('one certificate too many', request({}), /you have reached your limit of 1 certificates/, {
    code: 'LimitExceededException',
    page: acmGuide('acm-limits'),
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ certificatesPerAccount: 1 })),
  }),
  refused(
    'a private certificate without authority',
    request({ CertificateAuthorityArn: privateAuthority() }),
    /private/,
    {
      code: 'InvalidParameterException',
      page: acmApi('RequestCertificate'),
    },
  ),
  refused(
    'the body of a certificate that is not issued',
    async (account) => account.acm.send(new GetCertificateCommand({ CertificateArn: await arnOf(account) })),
    /still being issued/,
    { code: 'RequestInProgressException', page: acmApi('GetCertificate'), after: request({}) },
  ),
  refused(
    'the key of a certificate that stays in AWS',
    ({ acm, account }) =>
      acm.send(
        new ExportCertificateCommand({ CertificateArn: account.certificateArn, Passphrase: Buffer.from('secret') }),
      ),
    /is not a private certificate$/,
    { code: 'ValidationException', page: verifiedBy('test_acm/test_acm.py') },
  ),
  refused(
    'a passphrase of three bytes',
    ({ acm, account }) =>
      acm.send(
        new ExportCertificateCommand({ CertificateArn: account.certificateArn, Passphrase: Buffer.from('abc') }),
      ),
    /at 'passphrase' failed to satisfy/,
    { code: 'ValidationException', page: acmApi('ExportCertificate') },
  ),
  refused(
    'renewing a public certificate by hand',
    ({ acm, account }) => acm.send(new RenewCertificateCommand({ CertificateArn: account.certificateArn })),
    /is not a private certificate$/,
    { code: 'ValidationException', page: acmApi('RenewCertificate') },
  ),
  refused(
    'mail for a domain that DNS validates',
    async (account) =>
      account.acm.send(
        new ResendValidationEmailCommand({
          CertificateArn: await arnOf(account),
          Domain: 'shop.example.org',
          ValidationDomain: 'example.org',
        }),
      ),
    /not waiting for validation by email/,
    {
      code: 'InvalidStateException',
      page: acmApi('ResendValidationEmail'),
      after: request({ ValidationMethod: 'DNS' }),
    },
  ),
  refused(
    'mail for another domain',
    ({ acm, account }) =>
      acm.send(
        new ResendValidationEmailCommand({
          CertificateArn: account.certificateArn,
          Domain: 'no-match.example.org',
          ValidationDomain: 'example.org',
        }),
      ),
    /no-match\.example\.org/,
    { code: 'InvalidDomainValidationOptionsException', page: acmApi('ResendValidationEmail') },
  ),
  refused(
    'options of an imported certificate',
    async (account) =>
      account.acm.send(
        new UpdateCertificateOptionsCommand({
          CertificateArn: await arnOf(account, 'old.example.org'),
          Options: { CertificateTransparencyLoggingPreference: 'DISABLED' },
        }),
      ),
    /imported/,
    {
      code: 'InvalidStateException',
      page: acmApi('UpdateCertificateOptions'),
      after: load({ domain: 'old.example.org' }),
    },
  ),
  refused('other kinds of key, re-imported', reload({ domain: 'old.example.org', curve: 'P-384' }), /key algorithm/, {
    code: 'ValidationException',
    page: acmGuide('import-reimport'),
    after: load({ domain: 'old.example.org' }),
  }),
  refused('fewer key usages, re-imported', reload({ domain: 'old.example.org' }), /key usage/, {
    code: 'ValidationException',
    page: acmGuide('import-reimport'),
    after: load({ domain: 'old.example.org', usages: true }),
  }),
  refused(
    'a certificate of Amazon, re-imported',
    async (account) => load({ domain: 'shop.example.com' }, account.account.certificateArn)(account),
    /not an imported certificate/,
    { code: 'ValidationException', page: acmGuide('import-reimport') },
  ),
  refused(
    'a certificate that is not valid yet',
    load({ domain: 'early.example.org', notBefore: Date.UTC(2030, 0, 1) }),
    /not yet valid/,
    { code: 'ValidationException', page: acmGuide('import-certificate-prerequisites') },
  ),
  refused(
    'a certificate of 32 769 bytes',
    ({ acm }) =>
      acm.send(
        new ImportCertificateCommand({ Certificate: Buffer.alloc(32_769, 'a'), PrivateKey: Buffer.from('key') }),
      ),
    /at 'certificate' failed to satisfy constraint: Member must have length less than or equal to 32768/,
    { code: 'ValidationException', page: acmApi('ImportCertificate') },
  ),
  refused(
    'an encrypted key',
    ({ acm }) =>
      aKeyPair({ domain: 'a.example.org' }).then(({ certificate }) =>
        acm.send(
          new ImportCertificateCommand({
            Certificate: Buffer.from(certificate),
            PrivateKey: Buffer.from(
              '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n',
            ),
          }),
        ),
      ),
    /encrypted/,
    { code: 'ValidationException', page: acmGuide('import-certificate-prerequisites') },
  ),
  refused(
    '51 tags',
    ({ acm, account }) =>
      acm.send(new AddTagsToCertificateCommand({ CertificateArn: account.certificateArn, Tags: tagged(26) })),
    /^the TagSet: '.*' contains too many Tags$/,
    {
      code: 'TooManyTagsException',
      page: acmApi('AddTagsToCertificate'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ tagsPerResource: 25 })),
    },
  ),
  refused(
    'a tag of AWS taken away',
    ({ acm, account }) =>
      acm.send(
        new RemoveTagsFromCertificateCommand({ CertificateArn: account.certificateArn, Tags: [{ Key: 'aws:a' }] }),
      ),
    /aws:/,
    { code: 'InvalidTagException', page: acmApi('RemoveTagsFromCertificate') },
  ),
  refused(
    'an order without a key to sort by',
    ({ acm }) => acm.send(new ListCertificatesCommand({ SortOrder: 'ASCENDING' })),
    /SortBy/,
    { code: 'InvalidArgsException', page: acmApi('ListCertificates') },
  ),
  refused(
    'a forged page of certificates',
    ({ acm }) => acm.send(new ListCertificatesCommand({ NextToken: 'forged' })),
    /NextToken/,
    { code: 'ValidationException', page: acmApi('ListCertificates') },
  ),
  refused(
    'a configuration of nothing',
    ({ acm }) => acm.send(new PutAccountConfigurationCommand({ IdempotencyToken: 'sometoken' })),
    'Configuration for events is empty.',
    { code: 'ValidationException', page: verifiedBy('test_acm/test_acm.py') },
  ),
  refused(
    'an ARN of something else',
    ({ acm }) =>
      acm.send(
        new DescribeCertificateCommand({ CertificateArn: 'arn:aws:acm:us-west-2:123456789012:thing/0123456789' }),
      ),
    /^Invalid ARN/,
    { code: 'InvalidArnException', page: acmApi('DescribeCertificate') },
  ),
  refused('a listener with a certificate for no domain', serve('default'), unsupported(), {
    code: 'UnsupportedCertificate',
    page: 'https://github.com/crossplane-contrib/provider-upjet-aws/issues/338',
    after: load({ domain: 'default' }),
  }),
  refused('a listener with a certificate that is not issued', serve('shop.example.org'), unsupported(), {
    code: 'UnsupportedCertificate',
    page: 'https://github.com/aws-samples/aws-secure-environment-accelerator/issues/990',
    after: request({}),
  }),
];

function privateAuthority() {
  return `arn:aws:acm-pca:us-west-2:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012`;
}

function unsupported() {
  return /^The certificate 'arn:aws:acm:\S+' must have a fully-qualified domain name, a supported signature, and a supported key size\.$/;
}
