import type { CertificateSummary } from '@aws-sdk/client-acm';
import type { CertificateFact } from '../../core/translate/facts.ts';
import { unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { list, text } from './optional-members.ts';
import { collect } from './pages.ts';

/** Of every key type: unasked, ACM lists RSA 1024 and 2048 only. */
export async function issuedCertificates(clients: AwsClients): Promise<readonly CertificateFact[]> {
  const { paginateListCertificates, KeyAlgorithm } = await import('@aws-sdk/client-acm');
  const client = await clients.acm();
  const input = { CertificateStatuses: ['ISSUED' as const], Includes: { keyTypes: Object.values(KeyAlgorithm) } };
  const pages = await clients.call('ListCertificates', 'certificates', () =>
    collect(paginateListCertificates({ client }, input)),
  );
  const summaries = pages.flatMap(({ CertificateSummaryList }) => list(CertificateSummaryList));
  return (await Promise.all(summaries.map((summary) => namesOf(clients, summary)))).flat();
}

/** A summary has the first hundred names; only a certificate with more costs a call. None if it has gone meanwhile. */
async function namesOf(clients: AwsClients, summary: CertificateSummary): Promise<readonly CertificateFact[]> {
  const arn = text(summary.CertificateArn);
  const listed = list(summary.SubjectAlternativeNameSummaries);
  if (!summary.HasAdditionalSubjectAlternativeNames && listed.length > 0) return [{ arn, names: listed }];
  const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm');
  const client = await clients.acm();
  const answer = await unlessVanished(
    clients.call('DescribeCertificate', arn, () =>
      client.send(new DescribeCertificateCommand({ CertificateArn: arn })),
    ),
  );
  const names = answer?.Certificate && (answer.Certificate.SubjectAlternativeNames ?? [text(summary.DomainName)]);
  return names ? [{ arn, names }] : [];
}
