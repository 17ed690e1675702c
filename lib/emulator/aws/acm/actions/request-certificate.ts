import { AwsError } from '../../aws-error.ts';
import { newCertificateArn, type Acm } from '../acm.ts';
import { refuseTooManyCertificates } from '../quota.ts';
import type { Validation } from '../tables.ts';
import { readTags, refuseTooMany, type Tag } from '../tags.ts';

interface RequestCertificateInput {
  readonly DomainName: string;
  readonly SubjectAlternativeNames?: readonly string[];
  readonly ValidationMethod?: Validation['method'];
  readonly DomainValidationOptions?: readonly { readonly DomainName: string; readonly ValidationDomain: string }[];
  readonly KeyAlgorithm?: string;
  readonly CertificateAuthorityArn?: string;
  readonly IdempotencyToken?: string;
  readonly Options?: {
    readonly CertificateTransparencyLoggingPreference?: 'ENABLED' | 'DISABLED';
    readonly Export?: 'ENABLED' | 'DISABLED';
  };
  readonly Tags?: readonly Tag[];
}

/** Key algorithms of certificates that Amazon issues (API reference, RequestCertificate). */
const issuedAlgorithms = ['RSA_2048', 'EC_prime256v1', 'EC_secp384r1'];

/** A token means the same request for an hour. */
const rememberedMs = 60 * 60 * 1000;

/** RequestCertificate: pending until the account proves that it controls the domains. */
export const requestCertificate = (acm: Acm) =>
  function request(input: RequestCertificateInput) {
    const { tables, world } = acm;
    const names = [...new Set([input.DomainName, ...(input.SubjectAlternativeNames ?? [])])];
    refuseRequest(acm, input, names);
    const remembered = rememberedArn(acm, input);
    if (remembered !== undefined) return { CertificateArn: remembered };
    refuseTooManyCertificates(acm);
    const domains = readValidationDomains(input, names);
    const tags = refuseTooMany(readTags(input.Tags), world.limits.tagsPerResource);
    const arn = newCertificateArn(world);
    tables.now.certificates.set(arn, {
      arn,
      type: 'AMAZON_ISSUED',
      status: 'PENDING_VALIDATION',
      domainName: input.DomainName,
      subjectAlternativeNames: names,
      keyAlgorithm: input.KeyAlgorithm ?? 'RSA_2048',
      createdAt: world.clock.now(),
      options: {
        transparencyLogging: input.Options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
        export: input.Options?.Export ?? 'DISABLED',
      },
      validation: { method: input.ValidationMethod ?? 'EMAIL', domains },
      tags,
    });
    if (input.IdempotencyToken !== undefined) {
      const request = JSON.stringify(input);
      tables.now.requests.set(input.IdempotencyToken, { at: world.clock.now(), request, arn });
    }
    world.changed();
    return { CertificateArn: arn };
  };

function refuseRequest({ world }: Acm, input: RequestCertificateInput, names: readonly string[]): void {
  if (input.CertificateAuthorityArn !== undefined) {
    throw new AwsError('InvalidParameterException', 'There is no private certificate authority in this account.');
  }
  if (input.KeyAlgorithm !== undefined && !issuedAlgorithms.includes(input.KeyAlgorithm)) {
    // Amazon names the account where it means the region.
    const text = `Encryption Algorithm ${input.KeyAlgorithm} is not supported in ${world.accountId} region`;
    throw new AwsError('ValidationException', text);
  }
  // A common name has 64 characters at most (RFC 5280, appendix A.1); alternative names may be longer.
  if (input.DomainName.length > 64) {
    throw new AwsError('ValidationException', 'The first domain name can be no longer than 64 characters.');
  }
  const limit = world.limits.domainNamesPerCertificate;
  if (names.length > limit) {
    throw new AwsError('LimitExceededException', `Error: a certificate can have up to ${limit} domain names`);
  }
}

function rememberedArn({ tables, world }: Acm, input: RequestCertificateInput): string | undefined {
  const remembered = tables.now.requests.get(input.IdempotencyToken ?? '');
  if (!remembered || world.clock.now() - remembered.at >= rememberedMs) return undefined;
  const isThere = tables.now.certificates.has(remembered.arn);
  return isThere && remembered.request === JSON.stringify(input) ? remembered.arn : undefined;
}

/** Validation by mail may ask a parent of the domain, never another one (API reference, DomainValidationOption). */
function readValidationDomains(input: RequestCertificateInput, names: readonly string[]): Validation['domains'] {
  const given = input.DomainValidationOptions ?? [];
  for (const { DomainName, ValidationDomain } of given) {
    if (!names.includes(DomainName)) {
      throw notValid(
        `The domain specified in ValidationOptions, ${DomainName}, is not the PrimaryDomain or part of SubjectAlternativeNames.`,
      );
    }
    const isMail = (input.ValidationMethod ?? 'EMAIL') === 'EMAIL';
    if (isMail && DomainName !== ValidationDomain && !DomainName.endsWith(`.${ValidationDomain}`)) {
      throw notValid(
        `The validation domain, ${ValidationDomain}, must be a superdomain of the requested domain, ${DomainName}.`,
      );
    }
  }
  return Object.fromEntries(given.map(({ DomainName, ValidationDomain }) => [DomainName, ValidationDomain]));
}

const notValid = (message: string) => new AwsError('InvalidDomainValidationOptionsException', message);
