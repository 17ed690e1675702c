// What time does to certificates.
import type { AcmCertificate } from './tables.ts';

/** A request that is not validated within 72 hours is over (ACM user guide, "Certificate validation"). */
const validationMs = 72 * 60 * 60 * 1000;

export type CertificateStatus = AcmCertificate['status'] | 'EXPIRED' | 'VALIDATION_TIMED_OUT';

/** Status at a time, milliseconds since the epoch. */
export function statusOf({ status, issued, createdAt }: AcmCertificate, now: number): CertificateStatus {
  if (issued) return issued.notAfter <= now ? 'EXPIRED' : status;
  return createdAt + validationMs <= now ? 'VALIDATION_TIMED_OUT' : status;
}
