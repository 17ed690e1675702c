// EKS authentication: a bearer token is a presigned sts:GetCallerIdentity URL, bound to one cluster by a signed header;
// the identity behind it is what the cluster's access entries make of it.
// https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
import { clusterAdminPolicy } from './aws/eks/access-policies.ts';
import type { AccessEntry } from './aws/eks/tables.ts';
import type { Caller, Callers } from './aws/iam/callers.ts';
import { roleArnOf } from './aws/iam/principal-context.ts';
import { readSignature } from './aws/signature/signed-request.ts';
import { dateObjection } from './aws/signature/signing-date.ts';
import { signatureObjection } from './aws/signature/verify-signature.ts';
import type { Clock } from './clock.ts';
import type { TokenAuthenticator } from './cluster-api.ts';
import type { User } from './kubernetes/user.ts';
import type { WireRequest } from './wire.ts';

export interface EksAuthenticatorOptions {
  readonly clusterName: string;
  /** The emulated AWS, whose STS clients may have signed a question for. */
  readonly endpointUrl?: string;
  readonly clock: Clock;
  readonly callers: Pick<Callers, 'find' | 'secretOf' | 'requiresSignatures'>;
  /** The access entry of an IAM principal in a cluster. */
  readonly accessEntry: (clusterName: string, principalArn: string) => AccessEntry | undefined;
}

const tokenPrefix = 'k8s-aws-v1.';
const maximumTokenLength = 4096;
/** A token holds for 15 minutes, whatever it says (EKS user guide, "Access Kubernetes from an AWS SDK"). */
const maximumSeconds = 900;
const clusterHeader = 'x-k8s-aws-id';

/** STS, global or of a region. */
const stsOrigin = /^https:\/\/sts(\.[\w-]+)*\.amazonaws\.com(\.cn)?$/;

/** What a token's query may hold, as aws-iam-authenticator admits it; names in lower case. */
const parameters = new Set([
  ...['action', 'version', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-expires'],
  ...['x-amz-security-token', 'x-amz-signature', 'x-amz-signedheaders', 'x-amz-user-agent'],
]);

/** Recognises principals with an access entry. Signatures are judged where the AWS endpoint judges them. */
export function eksAuthenticator(options: EksAuthenticatorOptions): TokenAuthenticator {
  const { callers, clusterName, accessEntry } = options;
  return (token) => {
    const request = requestIn(token, options);
    const accessKeyId = request && authenticKey(request, options);
    if (accessKeyId === undefined) return undefined;
    const caller = callers.find(accessKeyId);
    const entry = accessEntry(clusterName, roleArnOf(caller.arn));
    return entry && userOf(entry, caller);
  };
}

/** The request a token is the signature of, with the header that EKS adds to it; undefined for any other text. */
function requestIn(token: string, { clusterName, endpointUrl }: EksAuthenticatorOptions): WireRequest | undefined {
  if (!token.startsWith(tokenPrefix) || token.length > maximumTokenLength) return undefined;
  const text = Buffer.from(token.slice(tokenPrefix.length), 'base64url').toString('utf8');
  if (!URL.canParse(text)) return undefined;
  const { origin, host, pathname, search, searchParams } = new URL(text);
  const isSts = (stsOrigin.test(origin) || origin === endpointUrl) && pathname === '/';
  const isKnown = [...searchParams.keys()].every((name) => parameters.has(name.toLowerCase()));
  if (!isSts || !isKnown || searchParams.get('Action') !== 'GetCallerIdentity') return undefined;
  const headers = { host, [clusterHeader]: clusterName };
  return { method: 'GET', path: `${pathname}${search}`, headers, body: new Uint8Array() };
}

/** The access key of a token that is complete, fresh, and signed with the key's secret if that is known. */
function authenticKey(request: WireRequest, { callers, clock }: EksAuthenticatorOptions): string | undefined {
  const signed = readSignature(request);
  if (signed?.service !== 'sts' || !signed.signedHeaders.includes(clusterHeader)) return undefined;
  const expires = Number(signed.expires === '' ? maximumSeconds : signed.expires);
  if (!(expires >= 0 && expires <= maximumSeconds)) return undefined;
  // AWS CLI and SDKs sign for 60 s; EKS still takes the token for 15 minutes, so the longest time is judged.
  const lasting = { ...signed, expires: String(maximumSeconds) };
  const times = { now: clock.now(), outside: clock.outside() };
  if (dateObjection(lasting, times)) return undefined;
  const secret = callers.secretOf(signed.accessKeyId);
  if (!secret && !callers.requiresSignatures()) return signed.accessKeyId;
  return signatureObjection(request, lasting, secret, times) ? undefined : signed.accessKeyId;
}

function userOf({ username, groups, policies }: AccessEntry, { arn }: Caller): User {
  const isAdmin = policies.some(
    ({ policyArn, accessScope }) => accessScope.type === 'cluster' && policyArn === clusterAdminPolicy,
  );
  return { name: fill(username, arn), groups: [...groups, ...(isAdmin ? ['system:masters'] : [])] };
}

/** The template's placeholders, filled in from the session; `@` is no character of a user name's session part. */
function fill(template: string, arn: string): string {
  const [, , , , account = '', path = ''] = arn.split(':');
  const session = path.startsWith('assumed-role/') ? (path.split('/').at(-1) ?? '') : '';
  return template
    .replaceAll('{{AccountID}}', account)
    .replaceAll('{{SessionNameRaw}}', session)
    .replaceAll('{{SessionName}}', session.replaceAll('@', '-'));
}
