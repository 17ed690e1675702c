// What a domain owner has to do before a requested certificate is issued.
import { createHash } from 'node:crypto';
import type { AcmCertificate } from './tables.ts';

const mailboxes = ['admin', 'administrator', 'hostmaster', 'postmaster', 'webmaster'];

/** The validation of every name of a requested certificate, as DescribeCertificate shows it. */
export function domainValidations(certificate: AcmCertificate, accountId: string) {
  const { validation, issued, subjectAlternativeNames } = certificate;
  if (!validation) return undefined;
  return subjectAlternativeNames.map((DomainName) => {
    const ValidationDomain = validation.domains[DomainName] ?? DomainName.replace(/^\*\./, '');
    return {
      DomainName,
      ValidationDomain,
      ValidationStatus: issued ? 'SUCCESS' : 'PENDING_VALIDATION',
      ValidationMethod: validation.method,
      ...(validation.method === 'DNS' && { ResourceRecord: resourceRecord(DomainName, accountId) }),
      ...(validation.method === 'EMAIL' && {
        ValidationEmails: mailboxes.map((mailbox) => `${mailbox}@${ValidationDomain}`),
      }),
    };
  });
}

/** The same for a domain and its wildcard, and for every request of the account (ACM user guide, "DNS validation"). */
function resourceRecord(domainName: string, accountId: string) {
  const domain = domainName.replace(/^\*\./, '');
  const token = (salt: string) =>
    createHash('sha256').update(`${salt} ${accountId} ${domain}`).digest('hex').slice(0, 32);
  return {
    Name: `_${token('name')}.${domain}.`,
    Type: 'CNAME',
    Value: `_${token('value')}.${token('zone').slice(0, 10)}.acm-validations.aws.`,
  };
}
