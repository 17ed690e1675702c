// What the actions of Elastic Load Balancing work on.
import type { Ec2 } from '../ec2/ec2.ts';
import type { World } from '../world.ts';
import { createElbv2Tables, type Elbv2Tables } from './tables.ts';

/** What load balancing needs to know of a certificate, wherever it is kept. */
export interface CertificateFacts {
  readonly status: string;
  readonly keyAlgorithm: string;
  readonly domainNames: readonly string[];
}

/** An object in S3, as trust stores read it; undefined if bucket or key do not exist. */
export type ReadObject = (bucket: string, key: string, versionId?: string) => string | undefined;

/** Puts an object into a bucket of the service's own, for presigned locations. */
export type WriteObject = (bucket: string, key: string, text: string) => void;

/** The key with which the service signs what it gives out. */
export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Elbv2 {
  readonly world: World;
  readonly tables: Elbv2Tables;
  readonly ec2: Ec2;
  /** Looks a certificate ARN up in ACM (or IAM). */
  readonly certificate: (arn: string) => CertificateFacts | undefined;
  readonly readObject: ReadObject;
  readonly writeObject: WriteObject;
  readonly signer: Signer;
  /** Whether a bucket exists and lets load balancing write logs, below a prefix if one is given. */
  readonly hasBucket: (bucket: string, prefix?: string) => boolean;
  /** `reported`: a data plane reports health. `always-healthy`: targets of attached groups turn healthy by themselves. */
  readonly targetHealth: 'reported' | 'always-healthy';
}

export type Elbv2Options = Omit<Elbv2, 'tables'>;

/** A load balancing service without resources. */
export const createElbv2 = (options: Elbv2Options): Elbv2 => ({ ...options, tables: createElbv2Tables() });
