import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';

/** DeleteCertificate: refused while in use. */
export const deleteCertificate = (acm: Acm) =>
  function remove({ CertificateArn }: { readonly CertificateArn: string }) {
    const { arn } = requireCertificate(acm, CertificateArn);
    if (acm.usersOf(arn).length > 0) {
      throw new AwsError('ResourceInUseException', `Certificate ${arn} in account ${acm.world.accountId} is in use.`);
    }
    acm.tables.now.certificates.delete(arn);
    acm.world.changed();
    return {};
  };
