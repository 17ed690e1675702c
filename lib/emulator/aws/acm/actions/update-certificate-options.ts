import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';

interface UpdateCertificateOptionsInput {
  readonly CertificateArn: string;
  readonly Options: {
    readonly CertificateTransparencyLoggingPreference?: 'ENABLED' | 'DISABLED';
    readonly Export?: 'ENABLED' | 'DISABLED';
  };
}

/** UpdateCertificateOptions: certificate transparency of what Amazon issues; whether it can be exported stays. */
export const updateCertificateOptions = (acm: Acm) =>
  function update({ CertificateArn, Options }: UpdateCertificateOptionsInput) {
    const certificate = requireCertificate(acm, CertificateArn);
    if (certificate.type === 'IMPORTED') {
      throw new AwsError('InvalidStateException', `The certificate ${certificate.arn} is imported: it has no options.`);
    }
    if (Options.Export !== undefined && Options.Export !== certificate.options.export) {
      throw new AwsError('InvalidParameterException', 'The export option cannot be changed after the request.');
    }
    const transparencyLogging =
      Options.CertificateTransparencyLoggingPreference ?? certificate.options.transparencyLogging;
    const options = { ...certificate.options, transparencyLogging };
    acm.tables.now.certificates.set(certificate.arn, { ...certificate, options });
    acm.world.changed();
    return {};
  };
