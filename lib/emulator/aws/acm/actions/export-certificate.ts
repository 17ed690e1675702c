import { createPrivateKey } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';

interface ExportCertificateInput {
  readonly CertificateArn: string;
  readonly Passphrase: Uint8Array;
}

/** ExportCertificate: the key, encrypted, of a certificate that was requested as exportable. */
export const exportCertificate = (acm: Acm) =>
  function exportOne({ CertificateArn, Passphrase }: ExportCertificateInput) {
    const { issued, options, arn } = requireCertificate(acm, CertificateArn);
    if (options.export !== 'ENABLED') {
      throw new AwsError('ValidationException', `Certificate ARN: ${arn} is not a private certificate`);
    }
    if (!issued) throw new AwsError('RequestInProgressException', `Certificate ${arn} is still being issued`);
    const key = createPrivateKey(issued.privateKeyPem);
    const passphrase = Buffer.from(Passphrase);
    return {
      Certificate: issued.certificatePem,
      CertificateChain: issued.chainPem ?? issued.certificatePem,
      PrivateKey: key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }) as string,
    };
  };
