import {
  CreateTrustStoreCommand,
  DeleteTrustStoreCommand,
  ModifyTrustStoreCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { certificateBlocks } from '../../core/snapshot/secret-content.ts';
import type { TrustStore } from '../../core/stack/stack.ts';
import { Fault } from '../../reconcile/faults.ts';
import { putObject } from './put-object.ts';
import { learnt, type StepContext, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

/** ELB reads CA certificates from S3 only, with the caller's permissions, and keeps what it has read. */
export const trustStoreWriters: StepWriters<'CreateTrustStore' | 'ModifyTrustStore' | 'DeleteTrustStore'> = {
  async CreateTrustStore({ trustStore, tags }, context) {
    const bundle = await putBundle(trustStore, context);
    const { TrustStores } = await context.elbv2(
      new CreateTrustStoreCommand({ Name: trustStore.name, ...bundle, Tags: tagsToSdk(tags) }),
    );
    return learnt(context, 'arn', TrustStores?.[0]?.TrustStoreArn);
  },

  async ModifyTrustStore({ arn, to }, context) {
    const bundle = await putBundle(to, context);
    await context.elbv2(new ModifyTrustStoreCommand({ TrustStoreArn: arn, ...bundle }));
  },

  async DeleteTrustStore({ trustStore }, { elbv2 }) {
    await elbv2(new DeleteTrustStoreCommand({ TrustStoreArn: trustStore }));
  },
};

/** The name is that of the content, so that a repetition writes the same; the bucket forgets it after a day. */
async function putBundle({ name, configMaps, fingerprint }: TrustStore, context: StepContext) {
  const { clients, secrets, resource } = context;
  const { bundles, elbv2 } = clients;
  if (bundles === undefined) {
    throw new Fault({
      kind: 'rejected',
      operation: 'PutObject',
      resource,
      code: 'NoBucket',
      message: 'no bucket for CA certificates is configured',
    });
  }
  const contents = await Promise.all(configMaps.map((source) => secrets({ kind: 'ConfigMap', ...source })));
  const blocks = contents.flatMap(({ 'ca.crt': text = '' }) => certificateBlocks(text));
  const { bucket, endpoint } = bundles;
  const key = `${name}/${fingerprint}.pem`;
  const body = `${blocks.join('\n')}\n`;
  await context.call(() => putObject(elbv2.config, endpoint, { bucket, key, body }));
  return { CaCertificatesBundleS3Bucket: bucket, CaCertificatesBundleS3Key: key };
}
