import { newCertificateArn, type Acm } from '../acm.ts';
import { readTags, type Tag } from '../tags.ts';

interface RequestCertificateInput {
  readonly DomainName: string;
  readonly SubjectAlternativeNames?: readonly string[];
  readonly KeyAlgorithm?: string;
  readonly Tags?: readonly Tag[];
}

/** RequestCertificate: waits for a validation that nobody performs here. */
export const requestCertificate = ({ tables, world }: Acm) =>
  function request({
    DomainName,
    SubjectAlternativeNames = [],
    KeyAlgorithm = 'RSA_2048',
    Tags,
  }: RequestCertificateInput) {
    const arn = newCertificateArn(world);
    tables.now.certificates.set(arn, {
      arn,
      type: 'AMAZON_ISSUED',
      status: 'PENDING_VALIDATION',
      domainName: DomainName,
      subjectAlternativeNames: [...new Set([DomainName, ...SubjectAlternativeNames])],
      keyAlgorithm: KeyAlgorithm,
      createdAt: world.clock.now(),
      tags: readTags(Tags),
    });
    world.changed();
    return { CertificateArn: arn };
  };
