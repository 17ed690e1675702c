// HTTP/1 on both sides of the load balancer: framing, connections, and what the versions of HTTP make of a message.
// RFC 9112; Elastic Load Balancing user guide, "HTTP connections".
import { createServer as createNetServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, fixed, forwardTo } from './memory-source.ts';
import { hangUp, statuses, talk } from './wire-client.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World;
afterEach(async () => {
  hangUp();
  await world.close();
});

async function forwarding(port: number) {
  const rules = [
    aRule(1, {
      conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/fixed'] } }],
      actions: [fixed('200', 'fixed')],
    }),
    aRule('default', { actions: [forwardTo('app')] }),
  ];
  world.source.set([aLoadBalancer([aListener(80, rules)])], [aGroup('app', [aTarget('127.0.0.1', port)])]);
  return talk(world, 80);
}

async function overEcho() {
  world = startWorld();
  return forwarding(await world.target(echo('one')));
}

/** A target that answers every request with these bytes. */
async function overBytes(answer: (socket: Socket, request: string) => void) {
  world = startWorld();
  const server = createNetServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => answer(socket, chunk.toString('latin1')));
  });
  return forwarding(await world.serve(server));
}

const get = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n';
const last = 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n';

describe('a client connection', () => {
  test('carries one request after the other', async () => {
    const client = await overEcho();
    client.send(get);
    await client.until((received) => received.endsWith('0\r\n\r\n') || received.endsWith('}'));
    client.send(last);
    const received = await client.closed();
    expect(statuses(received)).toEqual([200, 200]);
    expect(received).toMatch(/Connection: keep-alive\r\n[^]*Connection: close\r\n/);
  });

  test('takes pipelined requests and answers them in order', async () => {
    const client = await overEcho();
    client.send('GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello');
    client.send('GET /fixed HTTP/1.1\r\nHost: h\r\n\r\nGET /4 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    const received = await client.closed();
    expect(received.match(/"url":"\/\d"|fixed$|\r\n\r\nfixed/g)).toEqual([
      '"url":"/1"',
      '"url":"/2"',
      '\r\n\r\nfixed',
      '"url":"/4"',
    ]);
  });

  test('may send a request byte by byte', async () => {
    const client = await overEcho();
    for (const char of 'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n') {
      client.send(char);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.closed()).toContain('"body":"abc"');
  });

  test('goes on after an answer that did not need the body', async () => {
    const client = await overEcho();
    client.send('POST /fixed HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel');
    await client.until((received) => received.endsWith('fixed'));
    client.send(`lo${last}`);
    expect(statuses(await client.closed())).toEqual([200, 200]);
  });

  test('gets an answer although it sends nothing more', async () => {
    const client = await overEcho();
    client.send(get);
    client.socket.end();
    expect(await client.closed()).toContain('"url":"/"');
  });

  test('is told to go on before it sends a body it announced', async () => {
    const client = await overEcho();
    client.send('POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
    await client.until((received) => received === 'HTTP/1.1 100 Continue\r\n\r\n');
    client.send('hi');
    const received = await client.closed();
    expect(received).toContain('"body":"hi"');
    expect(received).not.toContain('"expect"');
  });

  test.each([
    ['HTTP/1.0 ends its connection', 'GET / HTTP/1.0\r\nHost: h\r\n\r\n'],
    ['HTTP/0.9 gets the body and nothing else', 'GET /\r\n'],
  ])('of %s', async (_, text) => {
    const client = await overEcho();
    client.send(text);
    const received = await client.closed();
    expect(received).toMatch(text.includes('HTTP/1.0') ? /^HTTP\/1\.1 200 OK\r\n/ : /^\{"name":"one"/);
    expect(received).toMatch(/\}$/);
  });

  test('of HTTP/1.0 stays open if it asks for it', async () => {
    const client = await overEcho();
    client.send('GET /fixed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect(await client.until((received) => received.endsWith('fixed'))).toContain('Connection: keep-alive');
    client.send(last);
    expect(statuses(await client.closed())).toEqual([200, 200]);
  });

  test('may use any method', async () => {
    const client = await overEcho();
    client.send('REPORT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(await client.closed()).toContain('"method":"REPORT"');
  });

  test('may name the host in the target', async () => {
    const client = await overEcho();
    client.send('GET http://absolute.example.com/p?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    const received = await client.closed();
    expect(received).toContain('"url":"/p?q"');
    expect(received).toContain('"host":"absolute.example.com"');
  });

  test('sends a folded line on as a header without a value', async () => {
    let seen = '';
    const client = await overBytes((socket, request) => {
      seen += request;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
    client.send('GET / HTTP/1.1\r\nHost: h\r\nX-A: b\r\n c\r\nConnection: close\r\n\r\n');
    await client.closed();
    expect(seen).toContain('\r\n c: \r\n');
  });
});

describe('a response', () => {
  test.each([
    [
      'of a known length',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
      /Content-Length: 5\r\n[^]*\r\n\r\nhello$/,
    ],
    [
      'in chunks, with trailers',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n',
      /Transfer-Encoding: chunked\r\n[^]*\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n$/,
    ],
    [
      'without a body',
      'HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n',
      /^HTTP\/1.1 204 No Content\r\nX-A: b\r\n(?![^]*Content-Length)/,
    ],
    [
      'with a word of its own for the status',
      'HTTP/1.1 299 Fine By Me\r\nContent-Length: 0\r\n\r\n',
      /^HTTP\/1.1 299 Fine By Me\r\n/,
    ],
    [
      'after interim ones',
      `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`,
      /^HTTP\/1.1 200 OK\r\n[^]*ok$/,
    ],
    [
      'without a date gets one',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      /Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n/,
    ],
  ])('%s is passed on', async (_, bytes, expected) => {
    const client = await overBytes((socket) => socket.write(bytes));
    client.send(last);
    expect(await client.closed()).toMatch(expected);
  });

  test('that ends with its connection becomes chunks, or ends the connection of HTTP/1.0', async () => {
    const client = await overBytes((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    client.send(get);
    expect(await client.until((received) => received.endsWith('0\r\n\r\n'))).toContain('5\r\nhello\r\n');
    const old = await talk(world, 80);
    old.send('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    expect(await old.closed()).toMatch(/Connection: close\r\n\r\nhello$/);
  });

  test('to HEAD has the length and no body, and the connection goes on', async () => {
    const client = await overBytes((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'));
    client.send('HEAD / HTTP/1.1\r\nHost: h\r\n\r\nHEAD /fixed HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    const received = await client.closed();
    expect(received.match(/Content-Length: \d+/g)).toEqual(['Content-Length: 5', 'Content-Length: 5']);
    expect(received).toMatch(/\r\n\r\n$/);
  });

  test('to HEAD with a body, which must not be, is passed on without it', async () => {
    const client = await overBytes((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'));
    client.send('HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1.1 200 OK\r\nContent-Length: 5\r\n[^]*\r\n\r\n$/);
  });

  test('loses hop-by-hop headers and those its connection names', async () => {
    const bytes =
      'HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-End: 2\r\n\r\n';
    const client = await overBytes((socket) => socket.end(bytes));
    client.send(last);
    const received = await client.closed();
    expect([received.includes('X-Hop'), received.includes('timeout'), received.includes('X-End: 2')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('that comes before the request is complete is passed on', async () => {
    const client = await overBytes((socket) => socket.end('HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno'));
    client.send('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc');
    expect(await client.until((received) => received.endsWith('no'))).toMatch(/^HTTP\/1.1 413 Too Much\r\n/);
  });

  test('of many megabytes arrives whole at a slow reader', async () => {
    const size = 8 * 1024 * 1024;
    world = startWorld();
    const client = await forwarding(await world.target((_, outgoing) => outgoing.end(Buffer.alloc(size, 'x'))));
    client.send(last);
    client.socket.pause();
    // Others are served while this one does not read.
    expect((await world.fetch(80, '/fixed')).body).toBe('fixed');
    client.socket.resume();
    const received = await client.closed();
    expect(received.length - received.indexOf('\r\n\r\n') - 4).toBe(size);
  });

  test('to a request of many megabytes sees all of it', async () => {
    const size = 8 * 1024 * 1024;
    world = startWorld();
    const target = await world.target((incoming, outgoing) => {
      let length = 0;
      incoming.on('data', (chunk: Buffer) => (length += chunk.length));
      incoming.on('end', () => outgoing.end(String(length)));
    });
    const client = await forwarding(target);
    client.send(`POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${size}\r\n\r\n`);
    client.send(Buffer.alloc(size, 'x'));
    expect(await client.closed()).toMatch(/\r\n\r\n7\r\n8388608\r\n0\r\n\r\n$|\r\n\r\n8388608$/);
  });
});

describe('a target that breaks the rules of HTTP gives 502:', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'],
    ['more than 32 KB of headers', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(5000)}\r\n`],
    ['a switch of protocols nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'],
    ['an end in the middle of the head', 'HTTP/1.1 200 OK\r\nX-A'],
  ])('%s', async (_, bytes) => {
    const client = await overBytes((socket) => socket.end(bytes));
    client.send(get);
    expect(await client.until((received) => received.includes('</html>'))).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/);
  });

  test('an end in the middle of the body cuts the client', async () => {
    const client = await overBytes((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe'));
    client.send(get);
    expect(await client.closed()).toMatch(/\r\n\r\nhe$/);
  });

  test('bytes after a response belong to nobody, and the connection is not used again', async () => {
    let connections = 0;
    world = startWorld();
    const server = createNetServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.on('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\nstolen'),
      );
    });
    const client = await forwarding(await world.serve(server));
    client.send(get);
    await client.until((received) => received.endsWith('ok'));
    client.send(last);
    const received = await client.closed();
    expect([statuses(received), received.includes('stolen'), connections]).toEqual([[200, 200], false, 2]);
  });
});
