import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createKubeHttp } from '../../../lib/adapters/kube/http.ts';
import { faultOf } from './aws-account.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers the n-th request with the n-th of these, and a client of ours for it. */
async function aServer(...answers: readonly ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[requests.length];
    requests.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    if (answer) answer(response, request);
    else response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createKubeHttp({
    server: `${url}/clusters/one/`,
    token: (renew) => Promise.resolve(renew ? 'new' : 'old'),
  });
  closing.push(async () => {
    http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { http, requests };
}

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const get = { method: 'GET', path: '/api/v1/pods?limit=5' } as const;
const patch = { method: 'PATCH', path: '/api/v1/x', body: {} } as const;

describe('a request', () => {
  it('goes to the server’s own path with a token', async () => {
    const { http, requests } = await aServer(json({ items: [] }));
    expect(await http.json(get)).toEqual({ items: [] });
    expect(requests).toEqual(['GET /clusters/one/api/v1/pods?limit=5 Bearer old']);
  });

  it('is sent again with a new token when the old one is refused, once', async () => {
    const refused = json({ reason: 'Unauthorized' }, 401);
    const { http, requests } = await aServer(refused, json({ ok: true }), refused, refused);
    expect(await http.json(get)).toEqual({ ok: true });
    expect(requests.map((line) => line.split(' ').at(-1))).toEqual(['old', 'new']);
    expect(await faultOf(http.json(get))).toMatchObject({ kind: 'unreachable', code: 'Unauthorized' });
  });

  it('that only asks is sent again when the connection breaks', async () => {
    const broken = (response: ServerResponse) => void response.destroy();
    const { http, requests } = await aServer(broken, json({ ok: true }), broken);
    expect(await http.json(get)).toEqual({ ok: true });
    expect(await faultOf(http.json(patch))).toMatchObject({ kind: 'unreachable', code: 'ECONNRESET' });
    expect(requests).toHaveLength(3);
  });

  it('that is answered in part is a Fault', async () => {
    const half = (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"items":[');
      setImmediate(() => response.destroy());
    };
    const { http } = await aServer(half, half);
    expect((await faultOf(http.json(get))).kind).toBe('unreachable');
  });

  it('that is answered in part and compressed is a Fault', async () => {
    const half = (response: ServerResponse) => {
      const whole = gzipSync(JSON.stringify({ items: Array.from({ length: 500 }, (_, index) => index) }));
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, whole.length / 2));
    };
    const { http } = await aServer(half, half);
    expect((await faultOf(http.json(get))).kind).toBe('unreachable');
  });

  it('may be answered compressed', async () => {
    const { http } = await aServer((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"items":[1]}'));
    });
    expect(await http.json(get)).toEqual({ items: [1] });
  });

  it('that something in between answers is a Fault, however friendly', async () => {
    const page = (response: ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
    const { http } = await aServer(page);
    expect(await faultOf(http.json(get))).toMatchObject({ kind: 'unreachable', code: 'NotJson' });
  });

  it('that the server refuses is not sent again', async () => {
    const { http, requests } = await aServer(json({ reason: 'Forbidden', message: 'no' }, 403));
    expect(await faultOf(http.json(get))).toMatchObject({
      kind: 'denied',
      operation: 'GET',
      resource: get.path,
      message: 'no',
    });
    expect(requests).toHaveLength(1);
  });

  it('to nobody is a Fault', async () => {
    const http = createKubeHttp({ server: 'http://127.0.0.1:1', token: () => Promise.resolve(undefined) });
    expect(await faultOf(http.json(get))).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
    const noToken = createKubeHttp({
      server: 'http://127.0.0.1:1',
      token: () => Promise.reject(new Error('no credentials')),
    });
    expect(await faultOf(noToken.json(get))).toMatchObject({ kind: 'unreachable', message: 'no credentials' });
  });
});

describe('a watch', () => {
  it('stays open until it is ended', async () => {
    const { http } = await aServer((response) => void response.writeHead(200).write('{"type":"ADDED"}\n'));
    const ending = new AbortController();
    const stream = await http.stream(get, ending.signal);
    for await (const chunk of stream.on('error', () => undefined)) {
      expect(String(chunk)).toBe('{"type":"ADDED"}\n');
      break;
    }
    ending.abort();
  });

  it('that is refused is a Fault in the server’s words', async () => {
    const { http } = await aServer(json({ reason: 'Expired', message: 'too old' }, 410));
    const fault = await faultOf(http.stream(get, new AbortController().signal));
    expect(fault).toMatchObject({ kind: 'vanished', code: 'Expired', operation: 'WATCH' });
  });
});
