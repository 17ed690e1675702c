// How dangerous a request is, and what the mitigation modes do about it. The classes and reasons are those of AWS's HTTP
// Desync Guardian (github.com/aws/http-desync-guardian, tests/*.yaml) and the access log documentation.
import { afterEach, describe, expect, test } from 'vitest';
import { readRequestHead } from '../../../lib/emulator/data-plane/http1/request-head.ts';
import { aGroup, aListener, aLoadBalancer, aRule, aTarget, forwardTo } from './memory-source.ts';
import { hangUp, statuses, talk } from './wire-client.ts';
import { echo, startWorld, type World } from './world.ts';

let world: World | undefined;
afterEach(async () => {
  hangUp();
  await world?.close();
  world = undefined;
});

const post = (...lines: string[]) => ['POST /foo/bar HTTP/1.1', ...lines].join('\r\n');
const get = (...lines: string[]) => ['GET /foo/bar HTTP/1.1', ...lines].join('\r\n');

describe('the class of a request', () => {
  test.each([
    ['nothing unusual', get('Host: h'), 'Compliant', undefined],
    ['a length', post('Content-Length: 10'), 'Compliant', undefined],
    ['chunks', post('Transfer-Encoding: chunked'), 'Compliant', undefined],
    ['letters beyond ASCII in a value', get('X-A: caf\xe9'), 'Compliant', undefined],
    ['a tab in a value', get('X-A: a\tb'), 'Compliant', undefined],
    ['an underscore in a name', get('x_a: b'), 'Compliant', undefined],
    ['HTTP/1.0', 'GET / HTTP/1.0', 'Compliant', undefined],
    ['a length of 0 on a GET', get('Content-Length: 0'), 'Acceptable', 'GetHeadZeroContentLength'],
    ['a blank after a name', post('x-my-header : v'), 'Acceptable', 'NonCompliantHeader'],
    ['a control character in a value', post('X-A: a\x01'), 'Acceptable', 'NonCompliantHeader'],
    ['a version between', 'GET / HTTP/1.2', 'Acceptable', 'NonCompliantVersion'],
    ['no version', 'GET /', 'Acceptable', 'NonCompliantVersion'],
    ['a blank in the target', 'GET /a b HTTP/1.1', 'Acceptable', 'SpaceInUri'],
    ['a control character in the target', 'GET /a\x01 HTTP/1.1', 'Ambiguous', 'AmbiguousUri'],
    ['length and chunks', post('Transfer-Encoding: chunked', 'Content-Length: 1'), 'Ambiguous', 'BothTeClPresent'],
    ['one length twice', post('Content-Length: 7', 'Content-Length: 7'), 'Ambiguous', 'DuplicateContentLength'],
    ['a name of blanks', post(' \t: chunked'), 'Ambiguous', 'EmptyHeader'],
    ['a name that begins with a colon', post(':SomeHeader: v'), 'Ambiguous', 'EmptyHeader'],
    ['a blank after Transfer-Encoding', post('Transfer-Encoding : chunked'), 'Ambiguous', 'SuspiciousHeader'],
    ['Transfer_Encoding', post('Transfer_Encoding: chunked'), 'Ambiguous', 'SuspiciousHeader'],
    ['Transfer---Encoding', post('Transfer---Encoding: chunked'), 'Ambiguous', 'SuspiciousHeader'],
    ['a long s in Transfer-Encoding', post('Tran\xc5\xbffer-Encoding: chunked'), 'Ambiguous', 'SuspiciousHeader'],
    ['Transfer-Encoding XY', post('transfer-encoding XY: chunked'), 'Ambiguous', 'SuspiciousHeader'],
    ['a control character before Content-Length', post('\x01Content-Length: 1'), 'Ambiguous', 'SuspiciousHeader'],
    ['a body on a GET', get('Content-Length: 1'), 'Ambiguous', 'UndefinedContentLengthSemantics'],
    ['chunks on a GET', get('Transfer-Encoding: chunked'), 'Ambiguous', 'UndefinedTransferEncodingSemantics'],
    [
      'chunks in HTTP/1.0',
      'POST / HTTP/1.0\r\nTransfer-Encoding: chunked',
      'Ambiguous',
      'UndefinedTransferEncodingSemantics',
    ],
    ['two lengths', post('Content-Length: 1', 'Content-Length: 2'), 'Severe', 'MultipleContentLength'],
    ['two lengths in one header', post('Content-Length: 1,1'), 'Severe', 'BadContentLength'],
    ['a length beyond 64 bits', post('Content-Length: 18446744073709551616'), 'Severe', 'BadContentLength'],
    ['a length with a sign', post('Content-Length: +1'), 'Severe', 'BadContentLength'],
    ['chunks twice', post('Transfer-Encoding: chunked, chunked'), 'Severe', 'MultipleTransferEncodingChunked'],
    ['an unknown encoding', post('Transfer-Encoding: xchunked'), 'Severe', 'BadTransferEncoding'],
    ['NUL in a value', get('X-A: a\0b'), 'Severe', 'BadHeader'],
    ['a bare CR in a value', get('X-A: a\rb'), 'Severe', 'BadHeader'],
    ['a bare LF in a value', get('X-A: a\nb'), 'Severe', 'BadHeader'],
    ['NUL in a name', get('X\0A: b'), 'Severe', 'BadHeader'],
    ['a method that is no word', 'G\x01T / HTTP/1.1', 'Severe', 'BadMethod'],
    ['a version that is none', 'GET / HTP/1.1', 'Severe', 'BadVersion'],
    ['NUL in the target', 'GET /\0 HTTP/1.1', 'Severe', 'BadUri'],
    [
      'the worst finding, not the first one',
      post('x-a : v', 'Content-Length: 1', 'Content-Length: 2'),
      'Severe',
      'MultipleContentLength',
    ],
  ])('with %s', (_, text, tier, reason) => {
    expect(readRequestHead(text).desync).toEqual(reason === undefined ? { tier } : { tier, reason });
  });
});

/** A load balancer in a mitigation mode in front of one echo, whose connections are counted. */
async function guarded(mode: string) {
  world = startWorld();
  const connections = new Set<number | undefined>();
  const answer = echo('one');
  const target = await world.target((incoming, outgoing) => {
    connections.add(incoming.socket.remotePort);
    answer(incoming, outgoing);
  });
  const rule = aRule('default', { actions: [forwardTo('app')] });
  world.source.set(
    [aLoadBalancer([aListener(80, [rule])], { attributes: { 'routing.http.desync_mitigation_mode': mode } })],
    [aGroup('app', [aTarget('127.0.0.1', target)])],
  );
  return { client: await talk(world, 80), connections };
}

const acceptable = 'GET /acceptable HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n';
const ambiguous = 'POST /ambiguous HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi';
const severe = 'GET /severe HTTP/1.1\r\nHost: h\r\nX-Bad: a\0b\r\n\r\n';
const plain = 'GET /plain HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n';

describe('a mitigation mode', () => {
  test.each([
    ['monitor', acceptable, 200],
    ['monitor', ambiguous, 200],
    ['monitor', severe, 200],
    ['defensive', acceptable, 200],
    ['defensive', ambiguous, 200],
    ['defensive', severe, 400],
    ['strictest', acceptable, 400],
    ['strictest', ambiguous, 400],
    ['strictest', severe, 400],
  ])('%s: %j is answered with %i', async (mode, text, status) => {
    const { client } = await guarded(mode);
    client.send(text);
    expect(statuses(await client.until((received) => received.includes('\r\n\r\n')))).toEqual([status]);
  });

  test('defensive ends both connections after an ambiguous request', async () => {
    const { client, connections } = await guarded('defensive');
    client.send(ambiguous);
    expect(await client.closed()).toContain('Connection: close');
    const next = await talk(world as World, 80);
    next.send(plain);
    await next.closed();
    expect(connections.size).toBe(2);
  });

  test('monitor keeps both connections', async () => {
    const { client, connections } = await guarded('monitor');
    client.send(ambiguous + plain);
    expect(statuses(await client.closed())).toEqual([200, 200]);
    expect(connections.size).toBe(1);
  });

  test('never hands a header to a target that would split its message', async () => {
    const { client } = await guarded('monitor');
    client.send(severe + plain);
    const received = await client.closed();
    expect(statuses(received)).toEqual([200, 200]);
    expect(received).not.toContain('x-bad');
  });

  test('of two framings hands on one, and the body that it frames', async () => {
    const { client } = await guarded('defensive');
    client.send(
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    );
    const received = await client.closed();
    expect(received).toContain('"body":"hello"');
    expect(received).not.toContain('content-length":"3"');
  });
});
