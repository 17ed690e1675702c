import {
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  type ImportCertificateCommandInput,
} from '@aws-sdk/client-acm';
import type { FrontDoor } from '../front-door.ts';
import { aKeyPair } from '../key-pairs.ts';
import type { Refusal } from './refusal.ts';

const load =
  (input: (own: Awaited<ReturnType<typeof aKeyPair>>) => Partial<ImportCertificateCommandInput>) =>
  async ({ acm }: FrontDoor) => {
    const own = await aKeyPair('shop.example.com');
    const material = { Certificate: Buffer.from(own.certificate), PrivateKey: Buffer.from(own.key) };
    return acm.send(new ImportCertificateCommand({ ...material, ...input(own) }));
  };

/** Refused ACM calls. */
export const certificateRefusals: readonly Refusal[] = [
  {
    request: 'text instead of a certificate',
    send: load(() => ({ Certificate: Buffer.from('hello') })),
    code: 'ValidationException',
    message: /certificate/,
  },
  {
    request: 'text instead of a key',
    send: load(() => ({ PrivateKey: Buffer.from('hello') })),
    code: 'ValidationException',
    message: /private key/,
  },
  {
    request: 'two certificates in one field',
    send: load(({ certificate }) => ({ Certificate: Buffer.from(`${certificate}\n${certificate}`) })),
    code: 'ValidationException',
    message:
      'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
  },
  {
    request: 'the key of another certificate',
    send: async (account) => {
      const other = await aKeyPair('other.example.com');
      return load(() => ({ PrivateKey: Buffer.from(other.key) }))(account);
    },
    code: 'ValidationException',
    message: /match/,
  },
  {
    request: 'an expired certificate',
    send: async (account) => {
      const old = await aKeyPair('old.example.com', Date.UTC(2025, 0, 1));
      return load(() => ({ Certificate: Buffer.from(old.certificate), PrivateKey: Buffer.from(old.key) }))(account);
    },
    code: 'ValidationException',
    message: /expired/,
  },
  {
    request: 'a chain that did not issue the certificate',
    send: async (account) => {
      const other = await aKeyPair('other.example.com');
      return load(() => ({ CertificateChain: Buffer.from(other.certificate) }))(account);
    },
    code: 'ValidationException',
    message: 'Could not validate the certificate with the certificate chain.',
  },
  {
    request: 'a re-import with tags',
    send: (account) =>
      load(() => ({ CertificateArn: account.account.certificateArn, Tags: [{ Key: 'a', Value: 'b' }] }))(account),
    code: 'InvalidParameterException',
    message: /[Tt]ags/,
  },
  {
    request: 'deleting a certificate in use',
    send: ({ acm, account }) => acm.send(new DeleteCertificateCommand({ CertificateArn: account.certificateArn })),
    code: 'ResourceInUseException',
    message: /in use/,
  },
  {
    request: 'a certificate that does not exist',
    send: ({ acm, account }) =>
      acm.send(new DescribeCertificateCommand({ CertificateArn: `${account.certificateArn.slice(0, -4)}0000` })),
    code: 'ResourceNotFoundException',
    message: /Could not find certificate/,
  },
  {
    request: 'an ARN that is none',
    send: ({ acm }) => acm.send(new DescribeCertificateCommand({ CertificateArn: 'not-an-arn-of-a-certificate' })),
    code: 'ValidationException',
    message: /at 'certificateArn' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  },
  {
    request: 'a page of 1001',
    send: ({ acm }) => acm.send(new ListCertificatesCommand({ MaxItems: 1001 })),
    code: 'ValidationException',
    message: /at 'maxItems'/,
  },
];
