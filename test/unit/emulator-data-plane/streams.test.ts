// WebSocket, HTTP/2 and gRPC: what outlives one request and one response.
import { createServer } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { TargetGroupView } from '../../../lib/emulator/data-plane/load-balancer-source.ts';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { echo, startWorld, type World } from './world.ts';

const certificate = aCertificate(['app.example.com']);
let world: World;
let session: ClientHttp2Session | undefined;
afterEach(async () => {
  session?.destroy();
  await world.close();
});

const listeners = () => {
  const rule = aRule('default', { actions: [forwardTo('app')] });
  return [aListener(80, [rule]), aListener(443, [rule], { protocol: 'HTTPS', certificates: [certificate] })];
};

async function forwardingTo(port: number, over: Partial<TargetGroupView> = {}) {
  world.source.set([aLoadBalancer(listeners())], [aGroup('app', [aTarget('127.0.0.1', port)], over)]);
  await world.plane.settled();
}

describe('WebSocket', () => {
  const upgradeRequest = 'GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

  test('becomes a tunnel in both directions once the target agrees', async () => {
    world = startWorld();
    const server = createServer();
    server.on('upgrade', (_, socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Target: yes\r\n\r\n',
      );
      socket.on('data', (chunk) => socket.write(`echo ${String(chunk)}`));
      socket.on('end', () => socket.end());
    });
    await forwardingTo(await world.serve(server));
    const { host, port } = world.place(80);
    const received = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, host, () => socket.write(upgradeRequest));
      let text = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        text += String(chunk);
        if (text.endsWith('\r\n\r\n')) socket.write('ping');
        if (text.endsWith('echo ping')) socket.end(() => resolve(text));
      });
    });
    expect(received).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
    expect(received).toContain('X-Target: yes');
  });

  test('gets an ordinary answer where the rule does not forward', async () => {
    world = startWorld();
    world.source.set([aLoadBalancer([aListener(80, [aRule('default', { actions: [fixed('403', 'no')] })])])], []);
    expect(await world.raw(80, upgradeRequest)).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[^]*no$/);
  });

  test('gets the answer of a target that does not agree', async () => {
    world = startWorld();
    await forwardingTo(await world.target((_, outgoing) => void outgoing.writeHead(426).end('plain')));
    expect(await world.raw(80, upgradeRequest)).toMatch(/^HTTP\/1.1 426 /);
  });
});

interface StreamAnswer {
  readonly headers: Record<string, unknown>;
  readonly trailers: Record<string, unknown>;
  readonly body: string;
}

/** One HTTP/2 request to the listener on 443. */
function call(headers: Record<string, string>, body?: string): Promise<StreamAnswer> {
  const { host, port } = world.place(443);
  session ??= connectHttp2(`https://${host}:${port}`, { rejectUnauthorized: false });
  if (session.destroyed) session = connectHttp2(`https://${host}:${port}`, { rejectUnauthorized: false });
  const stream = session.request({ ':authority': 'app.example.com', ...headers }, { endStream: body === undefined });
  return new Promise((resolve, reject) => {
    let answered: Record<string, unknown> = {};
    let trailers: Record<string, unknown> = {};
    let text = '';
    stream.on('response', (received) => (answered = { ...received }));
    stream.on('trailers', (received) => (trailers = { ...received }));
    stream.on('data', (chunk) => (text += String(chunk)));
    stream.on('error', reject);
    stream.on('end', () => resolve({ headers: answered, trailers, body: text }));
    if (body !== undefined) stream.end(body);
  });
}

const grpcServer = (status: string, message: string) => {
  const server = createHttp2Server();
  server.on('stream', (stream, headers) => {
    if (message === '') {
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': status },
        { endStream: true },
      );
      return;
    }
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'x-te': String(headers['te']) },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
    stream.end(message);
  });
  return server as never;
};

describe('HTTP/2', () => {
  test('reaches an HTTP/1.1 target as an ordinary request with one cookie line', async () => {
    world = startWorld();
    await forwardingTo(await world.target(echo('one')));
    const answer = await call({ ':path': '/p?q', ':method': 'POST', cookie: 'a=1; b=2' }, 'hello');
    expect(answer.headers[':status']).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      url: '/p?q',
      method: 'POST',
      body: 'hello',
      headers: { host: 'app.example.com', cookie: 'a=1; b=2', 'x-forwarded-proto': 'https' },
    });
  });

  test('gets the answers of the load balancer itself', async () => {
    world = startWorld();
    world.source.set([aLoadBalancer(listeners())], [aGroup('app', [])]);
    await world.plane.settled();
    const answer = await call({ ':path': '/' });
    expect(answer.headers).toMatchObject({ ':status': 503, server: 'awselb/2.0' });
    expect(answer.body).toContain('503 Service Temporarily Unavailable');
  });

  test('is what an HTTP2 group needs', async () => {
    world = startWorld();
    const server = createHttp2Server((incoming, outgoing) => void outgoing.end(`h${incoming.httpVersion}`));
    await forwardingTo(await world.serve(server as never), { protocolVersion: 'HTTP2' });
    expect((await call({ ':path': '/' })).body).toBe('h2.0');
    expect((await world.fetch(80, '/')).status).toBe(464);
  });
});

describe('gRPC', () => {
  const grpc = {
    ':path': '/pkg.Service/Method',
    ':method': 'POST',
    'content-type': 'application/grpc',
    te: 'trailers',
  };

  test('calls pass with their trailers', async () => {
    world = startWorld();
    await forwardingTo(await world.serve(grpcServer('0', 'message')), { protocolVersion: 'GRPC' });
    const answer = await call(grpc, 'request');
    expect(answer.body).toBe('message');
    expect(answer.headers['x-te']).toBe('trailers');
    expect(answer.trailers['grpc-status']).toBe('0');
  });

  test('a status without a message stays in the headers', async () => {
    world = startWorld();
    await forwardingTo(await world.serve(grpcServer('12', '')), { protocolVersion: 'GRPC' });
    const answer = await call(grpc, 'request');
    expect(answer.headers['grpc-status']).toBe('12');
  });

  test('a failure of the load balancer is a gRPC status too', async () => {
    world = startWorld();
    const port = await world.serve(createServer());
    await forwardingTo(port, { protocolVersion: 'GRPC' });
    expect((await call(grpc, 'request')).headers).toMatchObject({ ':status': 502, 'grpc-status': '14' });
  });

  test.each([
    ['a gRPC call to an HTTP1 group', 'HTTP1', grpc],
    ['a GET to a GRPC group', 'GRPC', { ':path': '/' }],
  ] as const)('%s is answered with 464', async (_, protocolVersion, headers) => {
    world = startWorld();
    await forwardingTo(await world.target(echo('one')), { protocolVersion });
    expect((await call(headers)).headers[':status']).toBe(464);
  });
});
