import {
  AddTrustStoreRevocationsCommand,
  CreateTrustStoreCommand,
  DeleteSharedTrustStoreAssociationCommand,
  DeleteTrustStoreCommand,
  DescribeTrustStoreRevocationsCommand,
  DescribeTrustStoresCommand,
  GetResourcePolicyCommand,
  GetTrustStoreCaCertificatesBundleCommand,
  GetTrustStoreRevocationContentCommand,
  ModifyListenerCommand,
  RemoveTrustStoreRevocationsCommand,
  type CreateTrustStoreCommandInput,
  type RevocationContent,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { aCertificate, aRevocationList, aTrustStore } from '../trust-store.ts';
import { api, guide, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const create =
  (input: Partial<CreateTrustStoreCommandInput> = {}) =>
  ({ elb }: FrontDoor) =>
    elb.send(
      new CreateTrustStoreCommand({
        Name: 'fresh',
        CaCertificatesBundleS3Bucket: 'trust',
        CaCertificatesBundleS3Key: 'ca.pem',
        ...input,
      }),
    );

const fromBundle = (makeBundle: () => string | Promise<string>) => async (account: FrontDoor) => {
  account.emulator.buckets.put('trust', 'ca.pem', await makeBundle());
  return create()(account);
};

const ofStore = (send: (account: FrontDoor, arn: string) => Promise<unknown>) => async (account: FrontDoor) =>
  send(account, await aTrustStore(account));

/** Every such row makes a store of its own, so it needs an account of its own. */
const alone = () => Promise.resolve();

const noSuchStore = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/none/0123456789abcdef';
const badBundle = 'The CA certificates bundle is not valid';

const stores: Refusal[] = [
  refused('a trust store of a bucket that does not exist', create({ CaCertificatesBundleS3Bucket: 'none' }), /bundle/, {
    code: 'CaCertificatesBundleNotFoundException',
    page: api('CreateTrustStore'),
  }),
  refused(
    'a trust store without bucket',
    create({ CaCertificatesBundleS3Bucket: undefined }),
    `1 validation error detected: Value null at 'caCertificatesBundleS3Bucket' failed to satisfy constraint: Member must not be null`,
    { page: recorded('truststore-bundle-key-requires-bucket') },
  ),
  refused(
    'a trust store name with a double hyphen',
    create({ Name: 'a--b' }),
    /at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    { page: api('CreateTrustStore') },
  ),
  refused(
    'a trust store of text',
    fromBundle(() => 'hello'),
    badBundle,
    {
      code: 'InvalidCaCertificatesBundleException',
      page: guide('mutual-authentication'),
      after: alone,
    },
  ),
  refused(
    'a trust store of a certificate that is no authority',
    fromBundle(() => aCertificate(false)),
    badBundle,
    {
      code: 'InvalidCaCertificatesBundleException',
      page: guide('mutual-authentication'),
      after: alone,
    },
  ),
  refused(
    'a trust store of 26 certificates',
    fromBundle(async () => (await aCertificate()).concat('\n').repeat(26)),
    badBundle,
    {
      code: 'InvalidCaCertificatesBundleException',
      page: guide('load-balancer-limits'),
      after: alone,
    },
  ),
  refused(
    'a second trust store of a name',
    ofStore((account) => create({ Name: 'clients' })(account)),
    /clients/,
    {
      code: 'DuplicateTrustStoreNameException',
      page: api('CreateTrustStore'),
      after: alone,
    },
  ),
  refused(
    'the 21st trust store',
    ofStore((account) => create()(account)),
    /trust stores/,
    {
      code: 'TooManyTrustStoresException',
      page: guide('load-balancer-limits'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ trustStores: 1 })),
    },
  ),
  refused(
    'deleting a trust store in use',
    ofStore(async ({ elb, https }, TrustStoreArn) => {
      const MutualAuthentication = { Mode: 'verify', TrustStoreArn };
      await elb.send(new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication }));
      return elb.send(new DeleteTrustStoreCommand({ TrustStoreArn }));
    }),
    /in use/,
    { code: 'TrustStoreInUseException', page: api('DeleteTrustStore'), after: alone },
  ),
  refused(
    'trust stores by name and ARN at once',
    ({ elb }) => elb.send(new DescribeTrustStoresCommand({ Names: ['a'], TrustStoreArns: [noSuchStore] })),
    /same time/,
    { page: api('DescribeTrustStores') },
  ),
  refused(
    'a trust store of a name that does not exist',
    ({ elb }) => elb.send(new DescribeTrustStoresCommand({ Names: ['none'] })),
    /not found/,
    { code: 'TrustStoreNotFoundException', page: api('DescribeTrustStores') },
  ),
  refused(
    'the bundle of a trust store that does not exist',
    ({ elb }) => elb.send(new GetTrustStoreCaCertificatesBundleCommand({ TrustStoreArn: noSuchStore })),
    /not found/,
    { code: 'TrustStoreNotFoundException', page: api('GetTrustStoreCaCertificatesBundle') },
  ),
  refused(
    'the policy of a resource that does not exist',
    ({ elb }) => elb.send(new GetResourcePolicyCommand({ ResourceArn: noSuchStore })),
    /does not exist/,
    { code: 'ResourceNotFoundException', page: api('GetResourcePolicy') },
  ),
  refused(
    'ending an association that does not exist',
    ofStore(({ elb, https }, TrustStoreArn) =>
      elb.send(new DeleteSharedTrustStoreAssociationCommand({ TrustStoreArn, ResourceArn: https })),
    ),
    /does not exist/,
    {
      code: 'TrustStoreAssociationNotFoundException',
      page: api('DeleteSharedTrustStoreAssociation'),
      after: alone,
    },
  ),
  refused(
    `ending the account's own association`,
    ofStore(async ({ elb, https }, TrustStoreArn) => {
      const MutualAuthentication = { Mode: 'verify', TrustStoreArn };
      await elb.send(new ModifyListenerCommand({ ListenerArn: https, MutualAuthentication }));
      return elb.send(new DeleteSharedTrustStoreAssociationCommand({ TrustStoreArn, ResourceArn: https }));
    }),
    /account that owns/,
    {
      code: 'DeleteAssociationSameAccountException',
      page: api('DeleteSharedTrustStoreAssociation'),
      after: alone,
    },
  ),
];

const revoke = (...RevocationContents: RevocationContent[]) =>
  ofStore(({ elb }, TrustStoreArn) =>
    elb.send(new AddTrustStoreRevocationsCommand({ TrustStoreArn, RevocationContents })),
  );

const putList =
  (makeList: () => string | Promise<string>, limits: Parameters<FrontDoor['emulator']['setLimits']>[0] = {}) =>
  async ({ emulator }: FrontDoor) => {
    emulator.buckets.put('trust', 'crl.pem', await makeList());
    emulator.setLimits(limits);
  };

const list = { S3Bucket: 'trust', S3Key: 'crl.pem' };

const revocations: Refusal[] = [
  refused('revoking nothing', revoke(), 'Revocation contents must be specified', {
    page: recorded('truststore-revocation-content-required'),
    after: alone,
  }),
  refused('a revocation list without key', revoke({ S3Bucket: 'trust' }), /S3 key/, {
    page: api('RevocationContent'),
    after: alone,
  }),
  refused('a revocation list that does not exist', revoke(list), /not found/, {
    code: 'RevocationContentNotFoundException',
    page: api('AddTrustStoreRevocations'),
    after: alone,
  }),
  refused('a revocation list of text', revoke(list), /not a valid CRL/, {
    code: 'InvalidRevocationContentException',
    page: guide('mutual-authentication'),
    after: putList(() => 'hello'),
  }),
  refused('the 31st revocation list', revoke(list), /revocation lists/, {
    code: 'TooManyTrustStoreRevocationEntriesException',
    page: guide('load-balancer-limits'),
    after: putList(() => aRevocationList('01'), { revocationListsPerTrustStore: 0 }),
  }),
  refused('the 500001st revoked certificate', revoke(list), /revocation entries/, {
    code: 'TooManyTrustStoreRevocationEntriesException',
    page: guide('load-balancer-limits'),
    after: putList(() => aRevocationList('01', '02'), { revocationsPerTrustStore: 1 }),
  }),
  refused(
    'removing no revocation list',
    ofStore(({ elb }, TrustStoreArn) =>
      elb.send(new RemoveTrustStoreRevocationsCommand({ TrustStoreArn, RevocationIds: [] })),
    ),
    /must be specified/,
    { page: api('RemoveTrustStoreRevocations'), after: alone },
  ),
  refused(
    'removing a revocation list that is not there',
    ofStore(({ elb }, TrustStoreArn) =>
      elb.send(new RemoveTrustStoreRevocationsCommand({ TrustStoreArn, RevocationIds: [7] })),
    ),
    /'7'/,
    { code: 'RevocationIdNotFoundException', page: api('RemoveTrustStoreRevocations'), after: alone },
  ),
  refused(
    'describing a revocation list that is not there',
    ofStore(({ elb }, TrustStoreArn) =>
      elb.send(new DescribeTrustStoreRevocationsCommand({ TrustStoreArn, RevocationIds: [7] })),
    ),
    /'7'/,
    { code: 'RevocationIdNotFoundException', page: api('DescribeTrustStoreRevocations'), after: alone },
  ),
  refused(
    'the content of a revocation list that is not there',
    ofStore(({ elb }, TrustStoreArn) =>
      elb.send(new GetTrustStoreRevocationContentCommand({ TrustStoreArn, RevocationId: 7 })),
    ),
    /'7'/,
    { code: 'RevocationIdNotFoundException', page: api('GetTrustStoreRevocationContent'), after: alone },
  ),
];

/** Refused trust stores and revocation lists. */
export const trustStoreRefusals: readonly Refusal[] = [...stores, ...revocations];
