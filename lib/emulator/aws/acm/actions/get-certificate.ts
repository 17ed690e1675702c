import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';

/** GetCertificate: the certificate and its chain, never the key. */
export const getCertificate = (acm: Acm) =>
  function get({ CertificateArn }: { readonly CertificateArn: string }) {
    const { issued } = requireCertificate(acm, CertificateArn);
    if (!issued)
      throw new AwsError('RequestInProgressException', `Certificate ${CertificateArn} is still being issued`);
    return { Certificate: issued.certificatePem, CertificateChain: issued.chainPem };
  };
