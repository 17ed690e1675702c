import { describe, expect, it } from 'vitest';
import { apiServerWorld } from './api-server-world.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const protobuf = 'application/vnd.kubernetes.protobuf';

const ask = async (method: string, headers: Readonly<Record<string, string>>, body = '') => {
  const { kubernetes } = apiServerWorld();
  const token = kubernetes.issueToken({ name: 'tester', groups: ['system:masters'] });
  const response = await kubernetes.handle({
    method,
    path: maps,
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: Buffer.from(body),
  });
  return { status: response.status, body: JSON.parse(String(response.body)) };
};

describe('protobuf', () => {
  it('is refused as a body, with what is read instead', async () => {
    const { status, body } = await ask('POST', { 'content-type': protobuf }, 'k8s\0');
    expect([status, body.reason, body.message]).toEqual([
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
    ]);
  });

  it('is never sent: JSON is where the client takes it too, and a refusal where it does not', async () => {
    const both = await ask('GET', { accept: `${protobuf},application/json` });
    expect([both.status, both.body.kind]).toEqual([200, 'ConfigMapList']);
    const only = await ask('GET', { accept: protobuf });
    expect([only.status, only.body.reason]).toEqual([406, 'NotAcceptable']);
  });
});
