// Certificates, whole: the emulated data plane serves TLS with their keys.
import { createTables, type Tables } from '../tables.ts';

export interface AcmCertificate {
  readonly arn: string;
  readonly type: 'AMAZON_ISSUED' | 'IMPORTED';
  readonly status: 'ISSUED' | 'PENDING_VALIDATION';
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly keyAlgorithm: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  /** Absent while a requested certificate is not issued. */
  readonly issued?: IssuedCertificate;
  readonly tags: Readonly<Record<string, string>>;
}

export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly chainPem?: string;
  readonly privateKeyPem: string;
  readonly at: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
}

export interface AcmRows {
  readonly certificates: Map<string, AcmCertificate>;
}

export type AcmTables = Tables<AcmRows>;

/** No certificates. */
export const createAcmTables = (): AcmTables => createTables<AcmRows>(() => ({ certificates: new Map() }));
