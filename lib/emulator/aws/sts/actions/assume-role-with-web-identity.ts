// AssumeRoleWithWebIdentity: a session for the bearer of a token that a role's trust policy knows by issuer, audience and
// subject. The claims are read and held against the trust policy; the signature is not, because the emulator has no
// registered identity provider whose keys it could ask for.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
import { AwsError } from '../../aws-error.ts';
import { toList } from '../../iam/policy.ts';
import type { Role } from '../../iam/callers.ts';
import type { Sts } from '../sts.ts';
import { openSession, requireDuration, requireRoleArn, trusts, type SessionInput } from './assume-role.ts';

interface WebIdentityInput extends SessionInput {
  readonly WebIdentityToken: string;
}

interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly exp?: number;
}

const invalid = (message: string) => new AwsError('InvalidIdentityToken', message);

function claimsOf(token: string): Claims {
  const parts = token.split('.');
  if (parts.length !== 3)
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  }
  const { iss, sub, aud, exp } = (claims ?? {}) as Readonly<Record<string, unknown>>;
  const [audience] = [aud].flat();
  if (typeof iss !== 'string') throw invalid('Missing a required claim: iss');
  if (typeof sub !== 'string') throw invalid('Missing a required claim: sub');
  if (typeof audience !== 'string') throw invalid('Missing a required claim: aud');
  return { iss, sub, aud: audience, ...(typeof exp === 'number' && { exp }) };
}

/** The provider ARN that the role trusts and that belongs to this issuer. */
function providerOf({ trustPolicy }: Role, issuer: string): string | undefined {
  return toList(trustPolicy.Statement)
    .flatMap(({ Principal }) => (Principal === undefined || Principal === '*' ? [] : toList(Principal['Federated'])))
    .find((arn) => arn.endsWith(`:oidc-provider/${issuer}`));
}

/** The action, which needs no signature. */
export const assumeRoleWithWebIdentity = (sts: Sts) =>
  function assume(input: WebIdentityInput) {
    requireRoleArn(input.RoleArn);
    const claims = claimsOf(input.WebIdentityToken);
    const now = sts.world.clock.now() / 1000;
    if (claims.exp !== undefined && claims.exp < now) {
      throw new AwsError(
        'ExpiredTokenException',
        `Token expired: current date/time ${Math.floor(now)} must be before the expiration date/time${claims.exp}`,
      );
    }
    const issuer = claims.iss.replace(/^https:\/\//, '');
    const role = sts.callers.role(input.RoleArn);
    const provider = role && providerOf(role, issuer);
    const context = { [`${issuer}:sub`]: claims.sub, [`${issuer}:aud`]: claims.aud };
    if (!role || provider === undefined || !trusts(role, provider, context, 'sts:AssumeRoleWithWebIdentity')) {
      throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
    }
    requireDuration(input, role.maxSessionSeconds ?? 3600);
    return {
      ...openSession(sts, role, input),
      SubjectFromWebIdentityToken: claims.sub,
      Audience: claims.aud,
      Provider: provider,
    };
  };
