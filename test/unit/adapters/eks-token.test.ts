import { createHash, createHmac } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { eksTokenSource } from '../../../lib/adapters/kube/eks-token.ts';
import { createClock } from '../../../lib/emulator/clock.ts';

const secretAccessKey = 'secret';
const credentials = { accessKeyId: 'AKIATEST', secretAccessKey, sessionToken: 'session/token=' };

function aSource(region = 'us-west-2') {
  const clock = createClock('manual', Date.UTC(2026, 0, 2, 3, 4, 5));
  const { config } = new SQSClient({ region, credentials });
  const signer = { credentials: config.credentials, sha256: config.sha256 };
  return { clock, token: eksTokenSource('shop', region, signer, clock.now) };
}

function decode(token: string): URL {
  expect(token.startsWith('k8s-aws-v1.')).toBe(true);
  expect(token, 'base64url without padding').toMatch(/^k8s-aws-v1\.[\w-]+$/);
  return new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString('utf8'));
}

/** Signature Version 4 of a presigned URL, from its definition: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(url: URL, headers: Readonly<Record<string, string>>): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const request = ['GET', '/', query, lines, names.join(';'), digest('')].join('\n');
  const [, date = '', region = '', service = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', url.searchParams.get('X-Amz-Date'), scope, digest(request)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, text).toString('hex');
}

describe('the token of a cluster', () => {
  it('is a presigned question who we are, which names the cluster in a signed header', async () => {
    const url = decode(await aSource().token(false));
    expect(url.origin + url.pathname).toBe('https://sts.us-west-2.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIATEST/20260102/us-west-2/sts/aws4_request',
      'X-Amz-Date': '20260102T030405Z',
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': 'session/token=',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    });
    const headers = { host: 'sts.us-west-2.amazonaws.com', 'x-k8s-aws-id': 'shop' };
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(url, headers));
    expect(url.searchParams.get('X-Amz-Signature')).not.toBe(signatureOf(url, { ...headers, 'x-k8s-aws-id': 'blog' }));
  });

  it('is minted anew after ten minutes, or when it was refused', async () => {
    const { clock, token } = aSource();
    const first = await token(false);
    await clock.advance(599_000);
    expect(await token(false)).toBe(first);
    await clock.advance(1_000);
    const second = await token(false);
    expect(second).not.toBe(first);
    await clock.advance(1_000);
    expect(await token(true)).not.toBe(second);
  });

  it('asks the STS of its own partition', async () => {
    expect(decode(await aSource('cn-north-1').token(false)).hostname).toBe('sts.cn-north-1.amazonaws.com.cn');
  });
});
