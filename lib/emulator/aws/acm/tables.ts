// Certificates, whole: the emulated data plane serves TLS with their keys.
import { createTables, type Tables } from '../tables.ts';

export interface AcmCertificate {
  readonly arn: string;
  readonly type: 'AMAZON_ISSUED' | 'IMPORTED';
  /** As far as it depends on what happened; `statusOf` adds what time does. */
  readonly status: 'ISSUED' | 'PENDING_VALIDATION';
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly keyAlgorithm: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly options: CertificateOptions;
  /** How a requested certificate is validated. */
  readonly validation?: Validation;
  /** Absent while a requested certificate is not issued. */
  readonly issued?: IssuedCertificate;
  readonly tags: Readonly<Record<string, string>>;
}

export interface CertificateOptions {
  readonly transparencyLogging: 'ENABLED' | 'DISABLED';
  readonly export: 'ENABLED' | 'DISABLED';
}

export interface Validation {
  readonly method: 'DNS' | 'EMAIL' | 'HTTP';
  /** Domain name → the domain whose mail or DNS is asked; the name itself unless given. */
  readonly domains: Readonly<Record<string, string>>;
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
  /** e.g. `SHA256WITHRSA` */
  readonly signatureAlgorithm: string;
  /** ACM's names, e.g. `DIGITAL_SIGNATURE`. */
  readonly keyUsages: readonly string[];
  readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
}

export interface ExtendedKeyUsage {
  readonly name: string;
  readonly oid: string;
}

/** An answer kept for an idempotency token. */
export interface RememberedRequest {
  readonly at: number;
  readonly request: string;
  readonly arn: string;
}

export interface AcmRows {
  readonly certificates: Map<string, AcmCertificate>;
  /** By idempotency token of RequestCertificate. */
  readonly requests: Map<string, RememberedRequest>;
  readonly account: { daysBeforeExpiry: number };
}

export type AcmTables = Tables<AcmRows>;

/** No certificates. */
export const createAcmTables = (): AcmTables =>
  createTables<AcmRows>(() => ({
    certificates: new Map(),
    requests: new Map(),
    account: { daysBeforeExpiry: 45 },
  }));
