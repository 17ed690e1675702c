import { Reader } from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { decodeObject, openEnvelope, toProtobuf } from '../../../lib/emulator/kubernetes/protobuf/envelope.ts';
import type { WireResponse } from '../../../lib/emulator/wire.ts';
import { apiServerWorld, configMap, installGatewayApi } from './api-server-world.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const protobuf = 'application/vnd.kubernetes.protobuf';

function asking({ kubernetes } = apiServerWorld()) {
  const token = kubernetes.issueToken({ name: 'tester', groups: ['system:masters'] });
  return (method: string, path: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array = '') =>
    kubernetes.handle({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: Buffer.from(body),
    });
}

const decoded = ({ body }: WireResponse) => decodeObject(openEnvelope(body as Uint8Array));
const message = ({ body }: WireResponse) => (JSON.parse(String(body)) as { readonly message: string }).message;

describe('protobuf', () => {
  it('is read and written for built-in kinds', async () => {
    const ask = asking();
    const body = toProtobuf({ ...configMap('web', { a: 'ä' }) });
    const created = await ask('POST', maps, { 'content-type': protobuf, accept: protobuf }, body);
    expect([created.status, created.headers['content-type']]).toEqual([201, protobuf]);
    expect(decoded(created)).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'web' }, data: { a: 'ä' } });
    const list = await ask('GET', maps, { accept: `${protobuf},application/json` });
    expect(decoded(list)).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'web' } }] });
  });

  it('carries failures as well', async () => {
    const answer = await asking()('GET', `${maps}/none`, { accept: protobuf });
    expect([answer.status, answer.headers['content-type']]).toEqual([404, protobuf]);
    expect(decoded(answer)).toMatchObject({ kind: 'Status', reason: 'NotFound', details: { kind: 'configmaps' } });
  });

  it('has no form for custom kinds: JSON where the client takes it too, a refusal where it does not', async () => {
    const world = apiServerWorld();
    await installGatewayApi(world);
    const ask = asking(world);
    const routes = '/apis/gateway.networking.k8s.io/v1/httproutes';
    const both = await ask('GET', routes, { accept: `${protobuf},application/json` });
    expect([both.status, both.headers['content-type']]).toEqual([200, 'application/json']);
    expect((await ask('GET', routes, { accept: protobuf })).status).toBe(406);
    expect(
      (
        await ask(
          'POST',
          routes.replace('httproutes', 'namespaces/default/httproutes'),
          { 'content-type': protobuf },
          'k8s\0',
        )
      ).status,
    ).toBe(415);
    const metadata = `${protobuf};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`;
    expect(decoded(await ask('GET', routes, { accept: metadata }))).toMatchObject({
      kind: 'PartialObjectMetadataList',
    });
  });

  it('that is none is a bad request', async () => {
    const ask = asking();
    const plain = await ask('POST', maps, { 'content-type': protobuf }, '{}');
    expect(plain.status).toBe(400);
    expect(message(plain)).toContain('does not appear to be a protobuf message, expected prefix [107 56 115 0]');
    const broken = await ask('POST', maps, { 'content-type': protobuf }, Buffer.from('k8s\0\x0a\x7f\x01', 'latin1'));
    expect(broken.status).toBe(400);
    const foreign = await ask(
      'POST',
      maps,
      { 'content-type': protobuf },
      toProtobuf({ apiVersion: 'v1', kind: 'Status' }),
    );
    expect(message(foreign)).toContain('Status in version "v1" cannot be handled as a ConfigMap');
  });

  it('frames the events of a watch by their length', async () => {
    const world = apiServerWorld();
    const ask = asking(world);
    await world.kubernetes.client().create(configMap('seen'));
    const { body, headers } = await ask('GET', `${maps}?watch=true`, { accept: `${protobuf};stream=watch` });
    expect(headers['content-type']).toBe(`${protobuf};stream=watch`);
    const frames = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    const frame = Buffer.from((await frames.next()).value as Uint8Array);
    void frames.return?.();
    expect(frame.readUInt32BE(0)).toBe(frame.byteLength - 4);
    const reader = new Reader(frame.subarray(4));
    expect([reader.uint32(), reader.string()]).toEqual([0x0a, 'ADDED']);
    expect(reader.uint32()).toBe(0x12);
    const embedded = new Reader(reader.bytes());
    expect(embedded.uint32()).toBe(0x0a);
    expect(decodeObject(openEnvelope(embedded.bytes()))).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'seen' },
    });
  });
});

describe('other media types', () => {
  it('YAML is read and written', async () => {
    const ask = asking();
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: written}\ndata: {a: "1"}\n';
    const created = await ask('POST', maps, { 'content-type': 'application/yaml', accept: 'application/yaml' }, yaml);
    expect([created.status, created.headers['content-type']]).toEqual([201, 'application/yaml']);
    expect(String(created.body)).toContain('kind: ConfigMap');
  });

  it('are refused, and the refusal says what there is', async () => {
    const ask = asking();
    const types = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
    const cbor = await ask('POST', maps, { 'content-type': 'application/cbor' }, '\xa0');
    expect([cbor.status, message(cbor)]).toEqual([
      415,
      `the body of the request was in an unknown format - accepted media types include: ${types}`,
    ]);
    const image = await ask('GET', maps, { accept: 'image/png' });
    expect([image.status, message(image)]).toEqual([
      406,
      `406: Not Acceptable\n\nAvailable representations: ${types}, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch`,
    ]);
  });
});
