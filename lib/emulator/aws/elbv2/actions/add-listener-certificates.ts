import { AwsError } from '../../aws-error.ts';
import { requireListener } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { refuseTooManyCertificates, requireUsableCertificate } from '../listeners/certificates.ts';
import { isSecure, type CertificateInput } from '../listeners/listener-config.ts';
import { putListener } from '../listeners/listener-rows.ts';

interface AddListenerCertificatesInput {
  readonly ListenerArn: string;
  readonly Certificates: readonly CertificateInput[];
}

/** AddListenerCertificates: one that is there already is no error. */
export const addListenerCertificates = (elbv2: Elbv2) =>
  function add({ ListenerArn, Certificates }: AddListenerCertificatesInput) {
    const listener = requireListener(elbv2, ListenerArn);
    const arns = readCertificateArns(Certificates);
    if (!isSecure(listener.protocol)) {
      throw new AwsError('ValidationError', `A certificate cannot be specified for ${listener.protocol} listeners`);
    }
    for (const arn of arns) requireUsableCertificate(elbv2, arn);
    const certificateArns = [...new Set([...listener.certificateArns, ...arns])];
    refuseTooManyCertificates(elbv2, listener, certificateArns);
    putListener(elbv2, { ...listener, certificateArns });
    elbv2.world.changed();
    return { Certificates: arns.map((CertificateArn) => ({ CertificateArn, IsDefault: false })) };
  };

/** The ARN of the one certificate a call may name. */
export function readCertificateArns(certificates: readonly CertificateInput[]): readonly string[] {
  if (certificates.length === 0) throw new AwsError('ValidationError', 'A certificate must be specified');
  if (certificates.length > 1) {
    throw new AwsError(
      'ValidationError',
      `Up to '1' certificate ARNs can be specified, but '${certificates.length}' were specified`,
    );
  }
  return certificates.map(({ CertificateArn, IsDefault }) => {
    if (CertificateArn === undefined) throw new AwsError('ValidationError', 'A certificate ARN must be specified');
    if (IsDefault !== undefined) {
      throw new AwsError('ValidationError', 'IsDefault cannot be specified for a certificate');
    }
    return CertificateArn;
  });
}
