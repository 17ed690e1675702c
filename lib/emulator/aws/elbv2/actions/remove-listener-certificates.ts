import { AwsError } from '../../aws-error.ts';
import { requireListener } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { CertificateInput } from '../listeners/listener-config.ts';
import { putListener } from '../listeners/listener-rows.ts';
import { readCertificateArns } from './add-listener-certificates.ts';

interface RemoveListenerCertificatesInput {
  readonly ListenerArn: string;
  readonly Certificates: readonly CertificateInput[];
}

/** RemoveListenerCertificates: the default certificate cannot be removed this way. */
export const removeListenerCertificates = (elbv2: Elbv2) =>
  function remove({ ListenerArn, Certificates }: RemoveListenerCertificatesInput) {
    const listener = requireListener(elbv2, ListenerArn);
    const arns = readCertificateArns(Certificates);
    if (arns.some((arn) => arn === listener.defaultCertificateArn && !listener.certificateArns.includes(arn))) {
      throw new AwsError('OperationNotPermitted', 'The default certificate of a listener cannot be removed');
    }
    const certificateArns = listener.certificateArns.filter((arn) => !arns.includes(arn));
    putListener(elbv2, { ...listener, certificateArns });
    elbv2.world.changed();
    return {};
  };
