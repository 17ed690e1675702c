// `jwt-validation`: a bearer token must be signed by a key of the issuer (RS256 only) and have the claims that the action
// asks for. Elastic Load Balancing user guide, "Verify JWTs using an Application Load Balancer"; ELBv2 API reference,
// JwtValidationActionConfig.
import { createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import { headerValue, type ReceivedRequest } from '../routing/received-request.ts';
import type { FailureReason } from './failure.ts';
import type { KeySets } from './key-sets.ts';

interface JwtConfig {
  readonly JwksEndpoint: string;
  readonly Issuer: string;
  readonly AdditionalClaims?: readonly AdditionalClaim[];
}

interface AdditionalClaim {
  readonly Format: string;
  readonly Name: string;
  readonly Values: readonly string[];
}

export interface TokenTerms {
  readonly keySets: KeySets;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** How many of the values of an additional claim a token must have. */
  readonly claimValues: 'all' | 'any';
}

/** Why the request may not pass; undefined when its token is good. */
export async function validateToken(
  action: ActionShape,
  request: ReceivedRequest,
  terms: TokenTerms,
): Promise<FailureReason | undefined> {
  const config = action.JwtValidationConfig as unknown as JwtConfig;
  const authorization = headerValue(request, 'authorization');
  if (authorization === undefined) return 'JWTHeaderNotPresent';
  const token = /^Bearer +([^ ]+)$/i.exec(authorization)?.[1];
  const header = token === undefined ? undefined : readHeader(token);
  if (token === undefined || !header) return 'JWTRequestFormatInvalid';
  if (header.alg !== 'RS256') return 'JWTSignatureValidationError';
  const keys = await terms.keySets.read(config.JwksEndpoint, header.kid);
  if (typeof keys === 'string') return keys;
  const claims = await verify(token, keys, { issuer: config.Issuer, now: terms.now });
  if (typeof claims === 'string') return claims;
  return (config.AdditionalClaims ?? []).map((claim) => claimFault(claims, claim, terms.claimValues)).find(Boolean);
}

function readHeader(token: string) {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

async function verify(
  token: string,
  keys: JSONWebKeySet,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): Promise<JWTPayload | FailureReason> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['RS256'],
      issuer,
      requiredClaims: ['iss', 'exp'],
      currentDate: new Date(now),
    });
    return payload.iat !== undefined && payload.iat * 1000 > now ? 'JWTClaimValueInvalid' : payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'JWTClaimValueInvalid';
    if (!(error instanceof errors.JWTClaimValidationFailed)) return 'JWTSignatureValidationError';
    if (error.reason === 'missing') return 'JWTClaimNotPresent';
    return error.reason === 'invalid' ? 'JWTClaimFormatInvalid' : 'JWTClaimValueInvalid';
  }
}

function claimFault(
  claims: JWTPayload,
  { Format, Name, Values }: AdditionalClaim,
  needed: TokenTerms['claimValues'],
): FailureReason | undefined {
  const claim = claims[Name];
  if (claim === undefined) return 'JWTClaimNotPresent';
  const present = claimValues(claim, Format);
  if (!present) return 'JWTClaimFormatInvalid';
  const has = (value: string) => present.includes(value);
  return (needed === 'all' ? Values.every(has) : Values.some(has)) ? undefined : 'JWTClaimValueInvalid';
}

/** The values of a claim in the format the action expects; undefined when it is in another one. */
function claimValues(claim: unknown, format: string): readonly string[] | undefined {
  if (format === 'string-array') {
    const isArray = Array.isArray(claim) && claim.every((value) => typeof value === 'string');
    return isArray ? (claim as readonly string[]) : undefined;
  }
  if (typeof claim !== 'string') return undefined;
  return format === 'space-separated-values' ? claim.split(' ').filter((value) => value !== '') : [claim];
}
