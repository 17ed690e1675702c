// The bearer token EKS accepts: a presigned sts:GetCallerIdentity URL that names the cluster in a signed header.
// https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
import { SignatureV4 } from '@smithy/signature-v4';

type SignerParts = Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'sha256'>;

/** EKS accepts a token for 15 minutes from its signature; 10 leaves room for a slow run. */
const tokenLifeMs = 10 * 60_000;

/** A source of tokens for `cluster`, minted when the last one is ten minutes old or was refused. */
export function eksTokenSource(
  cluster: string,
  region: string,
  signer: SignerParts,
  now: () => number,
): (renew: boolean) => Promise<string> {
  const signature = new SignatureV4({ ...signer, service: 'sts', region });
  let minted: { readonly token: string; readonly at: number } | undefined;
  return async (renew) => {
    if (!renew && minted && now() - minted.at < tokenLifeMs) return minted.token;
    const at = now();
    minted = { token: await mint(signature, { cluster, hostname: stsHostname(region), at }), at };
    return minted.token;
  };
}

/** https://docs.aws.amazon.com/general/latest/gr/sts.html */
function stsHostname(region: string): string {
  return `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

interface Minting {
  readonly cluster: string;
  readonly hostname: string;
  readonly at: number;
}

async function mint(signature: SignatureV4, { cluster, hostname, at }: Minting): Promise<string> {
  const signed = await signature.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
    },
    { expiresIn: 60, signingDate: new Date(at) },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`,
  );
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${query.join('&')}`).toString('base64url')}`;
}
