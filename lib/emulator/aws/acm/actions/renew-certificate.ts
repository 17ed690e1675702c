import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';

/** RenewCertificate: for exported private certificates, of which there are none. */
export const renewCertificate = (acm: Acm) =>
  function renew({ CertificateArn }: { readonly CertificateArn: string }) {
    const { arn } = requireCertificate(acm, CertificateArn);
    throw new AwsError('ValidationException', `Certificate ARN: ${arn} is not a private certificate`);
  };
