// Clients that mean no good: whatever they send, they get a refusal or lose their connection, and everybody else is served.
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aCertificate } from './certificates.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { hangUp, statuses, talk, type WireClient } from './wire-client.ts';
import { echo, startWorld, type World } from './world.ts';

const certificate = aCertificate(['app.example.com']);
let world: World;
beforeEach(async () => {
  world = startWorld();
  const target = await world.target(echo('one'));
  const rules = [aRule('default', { actions: [forwardTo('app')] })];
  const listeners = [aListener(80, rules), aListener(443, rules, { protocol: 'HTTPS', certificates: [certificate] })];
  const other = aLoadBalancer([aListener(8080, [aRule('default', { actions: [fixed('200', 'unharmed')] })])], {
    arn: 'arn:lb/other',
    name: 'other',
  });
  world.source.set([aLoadBalancer(listeners), other], [aGroup('app', [aTarget('127.0.0.1', target)])]);
  await world.plane.settled();
});
afterEach(async () => {
  hangUp();
  await world.close();
});

/** Both load balancers still serve. */
async function expectService() {
  const bound = world.plane.address('arn:lb/other');
  const other = await fetch(`http://${bound?.address}:${bound?.ports['8080']}/`);
  expect(await other.text()).toBe('unharmed');
  expect((await world.fetch(80, '/')).status).toBe(200);
}

const refused = async (client: WireClient) => statuses(await client.closed());

describe('refused with a page and a closed connection:', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['random bytes', '\x16\x03\x01\x02\x00\x01\xfc\x03\x03\0\0\r\n\r\n', 400],
    ['bare line feeds', 'GET / HTTP/1.1\nHost: h\n\n\r\n\r\n', 400],
    ['a request for HTTP/2 in plain text', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
    ['an unknown version', 'GET / HTTP/3.0\r\nHost: h\r\n\r\n', 505],
    ['a version that is none', 'GET / HTTQ/1.1\r\nHost: h\r\n\r\n', 400],
    ['no target', 'GET HTTP/1.1\r\nHost: h\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['an endless request line', `GET /${'a'.repeat(17_000)}`, 414],
    ['an overlong request line', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\nHost: h\r\n\r\n`, 414],
    ['an overlong header', `GET / HTTP/1.1\r\nHost: h\r\nX-A: ${'a'.repeat(16_384)}\r\n\r\n`, 400],
    ['endless headers', `GET / HTTP/1.1\r\nHost: h\r\n${'X-A: b\r\n'.repeat(12_000)}`, 400],
    ['64 KB of headers', `GET / HTTP/1.1\r\nHost: h\r\n${'X-A: b\r\n'.repeat(8_300)}\r\n`, 400],
    ['an unsupported encoding', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
    ['a chunk without a size', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    [
      'a chunk that is longer than its size',
      'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
      400,
    ],
    [
      'an endless chunk size',
      `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n${'0'.repeat(300)}`,
      400,
    ],
    [
      'endless trailers',
      `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X-A: b\r\n'.repeat(3_000)}`,
      400,
    ],
  ])('%s', async (_, text, status) => {
    const client = await talk(world, 80);
    client.send(text);
    expect(await refused(client)).toEqual([status]);
    const lines = client.received().split('\r\n');
    expect(lines.slice(1, 4).map((line) => line.split(':')[0])).toEqual(['Server', 'Date', 'Content-Type']);
    await expectService();
  });

  test.each([
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'],
    ['CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_, text) => {
    const client = await talk(world, 80);
    client.send(text);
    expect(await refused(client)).toEqual([405]);
  });
});

describe('a client that stops in the middle', () => {
  test.each([
    ['of a head', 'GET / HTTP/1.1\r\nHost: h\r\nX-Slow: '],
    ['of a body', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc'],
    ['of a chunk', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
  ])('%s is answered with 408 after the idle timeout', async (_, text) => {
    const client = await talk(world, 80);
    client.send(text);
    await expectService();
    await world.clock.advance(61_000);
    expect(await refused(client)).toEqual([408]);
  });

  test.each([
    ['of a head', 'GET / HTTP/1.1\r\nHost: h\r\n'],
    ['of a body', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc'],
    ['of a chunk', 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
  ])('%s and sends an end is answered with 400', async (_, text) => {
    const client = await talk(world, 80);
    client.send(text);
    client.socket.end();
    expect(await refused(client)).toEqual([400]);
  });

  test('without a byte loses its connection after the idle timeout', async () => {
    const client = await talk(world, 80);
    await world.clock.advance(61_000);
    expect(await client.closed()).toBe('');
  });

  test('of a TLS handshake harms nobody', async () => {
    const client = await talk(world, 443);
    client.send('\x16\x03\x01\x40\x00\x01');
    await expectService();
    // The first minute begins anew with the bytes that came in it.
    await world.clock.advance(121_000);
    expect(await client.closed()).toBe('');
  });
});

test('a thousand silent connections leave room for others', async () => {
  await Promise.all(Array.from({ length: 1000 }, () => talk(world, 80)));
  await expectService();
});

test('a client that pipelines without reading has to wait, and the rest is served', async () => {
  const client = await talk(world, 80);
  client.socket.pause();
  client.send('GET / HTTP/1.1\r\nHost: h\r\n\r\n'.repeat(20_000));
  await expectService();
  const before = process.memoryUsage().rss;
  await expectService();
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});

test('clients that vanish while they are served leave nothing behind', async () => {
  for (let round = 0; round < 50; round += 1) {
    const client = await talk(world, 80);
    client.send('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc');
    client.socket.resetAndDestroy();
  }
  await expectService();
});

/** A TLS connection that negotiated HTTP/2, for frames of one's own. */
function tlsFor(protocol: string): Promise<TLSSocket> {
  const { host, port } = world.place(443);
  const socket = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: [protocol] });
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('secureConnect', () => resolve(socket)));
}

const ended = (socket: TLSSocket) => new Promise((resolve) => socket.on('close', resolve).resume());
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

describe('HTTP/2', () => {
  test('frames that are too large, or of no meaning, end the connection', async () => {
    for (const frame of ['\xff\xff\xff\0\0\0\0\0\0', '\0\0\x08\x04\0\0\0\0\x01badframe', 'no frames at all']) {
      const socket = await tlsFor('h2');
      const end = ended(socket);
      socket.write(Buffer.from(`${preface}\0\0\0\x04\0\0\0\0\0${frame}`, 'latin1'));
      await end;
    }
    await expectService();
  });

  test('streams that are reset as fast as they are opened end the connection', async () => {
    const { host, port } = world.place(443);
    const session = connectHttp2(`https://${host}:${port}`, { rejectUnauthorized: false });
    session.on('error', () => undefined);
    const end = new Promise((resolve) => session.once('close', resolve));
    const reset = () => {
      if (session.closed || session.destroyed) return;
      const streams = Array.from({ length: 100 }, () =>
        session.request({ ':path': '/', ':authority': 'app.example.com' }).on('error', () => undefined),
      );
      // A stream that is closed in the turn it was opened in is never sent.
      setImmediate(() => {
        for (const stream of streams) stream.close(8);
        setImmediate(reset);
      });
    };
    reset();
    await end;
    await expectService();
  });

  test('a header list of more than 64 KB is refused', async () => {
    const { host, port } = world.place(443);
    const session = connectHttp2(`https://${host}:${port}`, { rejectUnauthorized: false });
    session.on('error', () => undefined);
    const stream = session.request({
      ':path': '/',
      ':authority': 'app.example.com',
      ...Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`x-${index}`, 'a'.repeat(1000)])),
    });
    const status = await new Promise((resolve) => {
      stream.on('error', () => resolve('cut')).on('close', () => resolve('cut'));
      stream.on('response', (headers) => resolve(headers[':status']));
    });
    session.destroy();
    expect(['cut', 400]).toContain(status);
    await expectService();
  });
});
