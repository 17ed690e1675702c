import { certificateBlocks, fingerprintOf } from '../../core/snapshot/secret-content.ts';
import type { ImportedCertificate } from '../../core/stack/stack.ts';
import { Fault } from '../../reconcile/faults.ts';
import { learnt, type StepContext, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

export const certificateWriters: StepWriters<
  'ImportCertificate' | 'AddTagsToCertificate' | 'RemoveTagsFromCertificate' | 'DeleteCertificate'
> = {
  async ImportCertificate({ certificate, tags, over }, context) {
    const { ImportCertificateCommand } = await import('@aws-sdk/client-acm');
    const material = await materialOf(certificate, context);
    const client = await context.clients.acm();
    const { CertificateArn } = await context.call(() =>
      client.send(
        new ImportCertificateCommand({
          ...material,
          // https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html: no tags when importing over another
          ...(over === undefined ? { Tags: tagsToSdk(tags) } : { CertificateArn: over }),
        }),
      ),
    );
    return learnt(context, 'arn', CertificateArn);
  },

  async AddTagsToCertificate({ certificate, tags }, { clients, call }) {
    const { AddTagsToCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await clients.acm();
    const input = { CertificateArn: certificate, Tags: tagsToSdk(tags) };
    await call(() => client.send(new AddTagsToCertificateCommand(input)));
  },

  async RemoveTagsFromCertificate({ certificate, tags }, { clients, call }) {
    const { RemoveTagsFromCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await clients.acm();
    const input = { CertificateArn: certificate, Tags: tagsToSdk(tags) };
    await call(() => client.send(new RemoveTagsFromCertificateCommand(input)));
  },

  async DeleteCertificate({ certificate }, { clients, call }) {
    const { DeleteCertificateCommand } = await import('@aws-sdk/client-acm');
    const client = await clients.acm();
    await call(() => client.send(new DeleteCertificateCommand({ CertificateArn: certificate })));
  },
};

/** Certificate, chain and key as ACM takes them. A Secret that has changed since the plan was made is left to the next. */
async function materialOf({ secret, fingerprint }: ImportedCertificate, { secrets, resource }: StepContext) {
  const { 'tls.crt': certificates = '', 'tls.key': key = '' } = await secrets(secret);
  const blocks = certificateBlocks(certificates);
  if (fingerprintOf(blocks) !== fingerprint) {
    throw new Fault({
      kind: 'conflict',
      operation: 'ImportCertificate',
      resource,
      code: 'SecretChanged',
      message: `Secret ${secret.namespace}/${secret.name} has changed since it was read`,
    });
  }
  const text = new TextEncoder();
  const [leaf = '', ...chain] = blocks;
  return {
    Certificate: text.encode(leaf),
    PrivateKey: text.encode(key),
    ...(chain.length > 0 && { CertificateChain: text.encode(chain.join('\n')) }),
  };
}
