import { requireListener } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { pageRows, type PageInput } from '../pages.ts';

/** DescribeListenerCertificates: the default one first, and once more without the mark if it was also added. */
export const describeListenerCertificates = (elbv2: Elbv2) =>
  function describe(input: PageInput & { readonly ListenerArn: string }) {
    const { defaultCertificateArn, certificateArns } = requireListener(elbv2, input.ListenerArn);
    const all = [
      ...(defaultCertificateArn === undefined ? [] : [{ CertificateArn: defaultCertificateArn, IsDefault: true }]),
      ...certificateArns.map((CertificateArn) => ({ CertificateArn, IsDefault: false })),
    ];
    const { rows, next } = pageRows(all, input);
    return { Certificates: rows, ...next };
  };
