import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';
import { statusOf } from '../certificate-status.ts';

interface ResendValidationEmailInput {
  readonly CertificateArn: string;
  readonly Domain: string;
  readonly ValidationDomain: string;
}

/** ResendValidationEmail: for a pending request that mail validates. */
export const resendValidationEmail = (acm: Acm) =>
  function resend({ CertificateArn, Domain, ValidationDomain }: ResendValidationEmailInput) {
    const certificate = requireCertificate(acm, CertificateArn);
    const isParent = Domain === ValidationDomain || Domain.endsWith(`.${ValidationDomain}`);
    if (!certificate.subjectAlternativeNames.includes(Domain) || !isParent) {
      throw new AwsError(
        'InvalidDomainValidationOptionsException',
        `The validation domain ${ValidationDomain} is not valid for the domain ${Domain}.`,
      );
    }
    const isPending = statusOf(certificate, acm.world.clock.now()) === 'PENDING_VALIDATION';
    if (!isPending || certificate.validation?.method !== 'EMAIL') {
      throw new AwsError(
        'InvalidStateException',
        `Certificate ${certificate.arn} is not waiting for validation by email.`,
      );
    }
    return {};
  };
