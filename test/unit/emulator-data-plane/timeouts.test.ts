import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createClock } from '../../../lib/emulator/clock.ts';
import { createIdleWatch } from '../../../lib/emulator/data-plane/front/idle-watch.ts';
import { aListener, aLoadBalancer, aRule, fixed } from './memory-source.ts';
import { startWorld, type World } from './world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const fixedBalancer = (attributes: Record<string, string> = {}) => [
  aLoadBalancer([aListener(80, [aRule('default', { actions: [fixed('200', 'ok')] })])], { attributes }),
];

/** A connection that was answered once and stays open. */
async function usedConnection(started: World): Promise<Socket> {
  await started.plane.settled();
  const { host, port } = started.place(80);
  const socket = connect(port, host, () => socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

test('a client connection without requests is closed after the idle timeout', async () => {
  world = startWorld();
  world.source.set(fixedBalancer({ 'idle_timeout.timeout_seconds': '30' }), []);
  const socket = await usedConnection(world);
  const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
  await world.clock.advance(31_000);
  expect(await closed).toBe('closed');
});

test('a connection older than the client keep-alive ends with its next response', async () => {
  world = startWorld();
  const attributes = { 'client_keep_alive.seconds': '60', 'idle_timeout.timeout_seconds': '4000' };
  world.source.set(fixedBalancer(attributes), []);
  const socket = await usedConnection(world);
  await world.clock.advance(61_000);
  const rest = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.once('close', () => resolve(text));
  });
  socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
  expect(await rest).toContain('Connection: close');
});

test('an idle watch expires without progress and lives on with it', async () => {
  const clock = createClock('manual', 0);
  const idle = createIdleWatch(clock);
  const expired: string[] = [];
  let bytes = 0;
  idle.watch(
    10,
    () => 0,
    () => expired.push(`silent at ${clock.now()}`),
  );
  idle.watch(
    10,
    () => bytes,
    () => expired.push(`busy at ${clock.now()}`),
  );
  const touched = idle.watch(
    10,
    () => 0,
    () => expired.push(`touched at ${clock.now()}`),
  );
  const stopped = idle.watch(
    10,
    () => 0,
    () => expired.push('stopped'),
  );
  stopped.stop();
  await clock.advance(5);
  bytes += 1;
  touched.touch(20);
  await clock.advance(100);
  expect(expired).toEqual(['silent at 10', 'busy at 20', 'touched at 25']);
});
