import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, eventually, type ApiTarget, type Body } from './api-target.ts';

let api: ApiTarget;
let path: string;
beforeAll(async () => {
  api = await connect('contract-accounts');
  path = `/api/v1/namespaces/${api.namespace}`;
});
afterAll(() => api.close());

const pod = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'example/app:1' }], ...spec },
});
const request = (account: string, spec: object) =>
  api.send('POST', `${path}/serviceaccounts/${account}/token`, { spec });
const claimsOf = (token: string): Body =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
const review = async (token: string, audiences?: string[]): Promise<Body> =>
  (await api.send('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token, audiences } })).body.status;

describe('a token', () => {
  it('is made for the API server and an hour, unless asked otherwise', async () => {
    const { status, body } = await request('default', {});
    expect([status, body.kind, body.spec]).toEqual([
      201,
      'TokenRequest',
      { audiences: ['https://kubernetes.default.svc'], expirationSeconds: 3600, boundObjectRef: null },
    ]);
    const claims = claimsOf(body.status.token);
    expect(claims).toMatchObject({
      aud: ['https://kubernetes.default.svc'],
      iss: 'https://kubernetes.default.svc',
      sub: `system:serviceaccount:${api.namespace}:default`,
      'kubernetes.io': { namespace: api.namespace, serviceaccount: { name: 'default' } },
    });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  it('stands for its account', async () => {
    const { body } = await request('default', {});
    const { status } = body;
    const who = await api.send(
      'POST',
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { token: status.token },
    );
    expect(who.body.status.userInfo).toMatchObject({
      username: `system:serviceaccount:${api.namespace}:default`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${api.namespace}`, 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${claimsOf(status.token).jti}`] },
    });
    const secrets = await api.send('GET', `${path}/secrets`, undefined, { token: status.token });
    expect([secrets.status, secrets.body.message]).toEqual([
      403,
      `secrets is forbidden: User "system:serviceaccount:${api.namespace}:default" cannot list resource "secrets" in API group "" in the namespace "${api.namespace}"`,
    ]);
  });

  it('for somebody else does not open the API server', async () => {
    const { body } = await request('default', { audiences: ['sts.amazonaws.com'] });
    const { token } = body.status;
    expect((await api.send('GET', '/api', undefined, { token })).status).toBe(401);
    expect(await review(token, ['sts.amazonaws.com'])).toMatchObject({
      authenticated: true,
      audiences: ['sts.amazonaws.com'],
    });
    expect((await review(token)).authenticated ?? false).toBe(false);
  });

  it('dies with the pod it is bound to, and with its account', async () => {
    const { body: bound } = await api.send(
      'POST',
      `${path}/pods`,
      pod('holder', { automountServiceAccountToken: false }),
    );
    const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'holder', uid: bound.metadata.uid };
    const { token } = (await request('default', { boundObjectRef })).body.status;
    expect(claimsOf(token)['kubernetes.io'].pod).toEqual({ name: 'holder', uid: bound.metadata.uid });
    expect((await review(token)).authenticated).toBe(true);
    await api.send('DELETE', `${path}/pods/holder`);
    await expect.poll(async () => (await review(token)).authenticated ?? false, eventually).toBe(false);
    await api.send('POST', `${path}/serviceaccounts`, { metadata: { name: 'brief' } });
    const brief = (await request('brief', {})).body.status.token;
    await api.send('DELETE', `${path}/serviceaccounts/brief`);
    await expect.poll(async () => (await review(brief)).authenticated ?? false, eventually).toBe(false);
  });

  it('cannot be had for nothing', async () => {
    expect((await request('nobody', {})).status).toBe(404);
    const short = await request('default', { expirationSeconds: 1 });
    expect([short.status, short.body.message]).toEqual([
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes',
    ]);
    const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'none' };
    expect((await request('default', { boundObjectRef })).body.message).toBe('pods "none" not found');
  });

  it('can be checked by anybody who may read the keys', async () => {
    const { body } = await api.send('GET', '/openid/v1/jwks');
    const header = JSON.parse(
      Buffer.from((await request('default', {})).body.status.token.split('.')[0], 'base64url').toString('utf8'),
    );
    expect(body.keys.map((key: Body) => key.kid)).toContain(header.kid);
    const configuration = (await api.send('GET', '/.well-known/openid-configuration')).body;
    expect(configuration.issuer).toBe('https://kubernetes.default.svc');
  });
});

describe('a pod', () => {
  it('runs as the default account, with its token in a volume', async () => {
    const { body } = await api.send('POST', `${path}/pods`, pod('mounted'));
    const [volume] = body.spec.volumes;
    expect(volume.name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    expect(volume.projected.sources[0]).toEqual({ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } });
    expect(body.spec).toMatchObject({ serviceAccountName: 'default', serviceAccount: 'default' });
    expect(body.spec.containers[0].volumeMounts).toEqual([
      { name: volume.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ]);
  });

  it('gets no token where it, or its account, wants none', async () => {
    const { body } = await api.send('POST', `${path}/pods`, pod('bare', { automountServiceAccountToken: false }));
    expect(body.spec.volumes).toBeUndefined();
    await api.send('POST', `${path}/serviceaccounts`, {
      metadata: { name: 'quiet' },
      automountServiceAccountToken: false,
    });
    const quiet = await api.send('POST', `${path}/pods`, pod('quiet', { serviceAccountName: 'quiet' }));
    expect([quiet.body.spec.serviceAccountName, quiet.body.spec.volumes]).toEqual(['quiet', undefined]);
  });

  it('does not run as an account that is not there', async () => {
    const { status, body } = await api.send('POST', `${path}/pods`, pod('lost', { serviceAccountName: 'nobody' }));
    expect([status, body.message]).toEqual([
      403,
      `pods "lost" is forbidden: error looking up service account ${api.namespace}/nobody: serviceaccount "nobody" not found`,
    ]);
  });
});
