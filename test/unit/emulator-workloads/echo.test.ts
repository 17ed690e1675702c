import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createClock } from '../../../lib/emulator/clock.ts';
import { call } from './call.ts';
import { startEchoServer, type EchoServer } from '../../../lib/emulator/workloads/echo/echo-server.ts';

const address = '127.244.77.1';
const port = 3000;
const clock = createClock('manual');
const identity = { namespace: 'ns', ingress: 'ing', service: 'svc', pod: 'pod-1', httpPort: '3000' };

let server: EchoServer;
let session: ClientHttp2Session | undefined;
const start = async () => {
  server = await startEchoServer({ address, port, identity, clock });
};
afterEach(async () => {
  session?.destroy();
  await server.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  call({ host: address, port, path, headers, agent: false });

test('echoes any path as JSON', async () => {
  await start();
  const { status, headers, json } = await get('/a%2Fb?x=1', { 'x-request-id': '7' });
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-content-type-options': 'nosniff' });
  expect(json).toMatchObject({ path: '/a%2Fb?x=1', host: `${address}:${port}`, method: 'GET', ...identity });
  expect(json).toMatchObject({ headers: { 'X-Request-Id': ['7'] } });
});

test('answers with the status, the health and the headers it is asked for', async () => {
  await start();
  expect((await get('/status/418')).status).toBe(418);
  expect((await get('/health')).body).toBe('OK');
  const { headers } = await get('/', { 'x-echo-set-header': 'X-One:1,X-Two:2, X-One:3' });
  expect(headers).toMatchObject({ 'x-one': '1,3', 'x-two': '2' });
});

test('answers late on the clock', async () => {
  await start();
  let answered = false;
  const late = get('/?delay=2s').then((reply) => ((answered = true), reply.status));
  expect((await get('/health')).body).toBe('OK');
  await clock.advance(1_999);
  expect(answered).toBe(false);
  await clock.advance(1);
  expect(await late).toBe(200);
});

test('speaks HTTP/2 on the same port', async () => {
  await start();
  session = connectHttp2(`http://${address}:${port}`);
  const stream = session.request({ ':path': '/h2', 'x-echo-set-header': 'X-One:1' });
  let headers: Record<string, unknown> = {};
  let body = '';
  stream.on('response', (received) => (headers = { ...received }));
  for await (const chunk of stream) body += String(chunk);
  expect(headers).toMatchObject({ ':status': 200, 'x-one': '1' });
  expect(JSON.parse(body)).toMatchObject({ path: '/h2', proto: 'HTTP/2.0' });
});

test('answers gRPC calls of the echo service and no others', async () => {
  await start();
  session = connectHttp2(`http://${address}:${port}`);
  const call = async (path: string) => {
    const stream = session?.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    if (!stream) throw new Error('no session');
    let status: unknown;
    stream.on('response', (headers) => (status = headers['grpc-status']));
    stream.on('trailers', (trailers) => (status = trailers['grpc-status']));
    stream.end(Buffer.alloc(5));
    let body = '';
    for await (const chunk of stream) body += String(chunk);
    return { status, body };
  };
  const service = '/gateway_api_conformance.echo_basic.grpcecho.GrpcEcho';
  const echoed = await call(`${service}/Echo`);
  expect(echoed.status).toBe('0');
  expect(echoed.body).toContain('pod-1');
  expect(echoed.body).toContain(`${service}/Echo`);
  expect((await call(`${service}/EchoThree`)).status).toBe('12');
});

test('echoes WebSocket messages', async () => {
  await start();
  const received = await new Promise<string>((resolve, reject) => {
    const socket = new WebSocket(`ws://${address}:${port}/ws`);
    socket.onopen = () => socket.send('x'.repeat(300));
    socket.onmessage = ({ data }) => {
      socket.close();
      resolve(String(data));
    };
    socket.onerror = reject;
  });
  expect(received).toBe('x'.repeat(300));
});

test('cuts its connections when it closes', async () => {
  await start();
  const socket = connect(port, address);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /health HTTP/1.1\r\nHost: h\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await Promise.all([server.close(), new Promise((resolve) => socket.once('close', resolve))]);
  await start();
});
