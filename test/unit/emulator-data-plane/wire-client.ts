// A client that sends bytes as it pleases and sees the bytes that come back.
import { connect, type Socket } from 'node:net';
import type { World } from './world.ts';

export interface WireClient {
  readonly socket: Socket;
  send(text: string | Buffer): void;
  /** Everything received so far, one byte per character. */
  received(): string;
  /** Resolves with everything received once that satisfies `holds`; rejects when the connection ends before. */
  until(holds: (received: string) => boolean): Promise<string>;
  /** Resolves with everything received once the other side has ended the connection. */
  closed(): Promise<string>;
}

const clients = new Set<WireClient>();

/** Connects to a listener port. The client does not close on its own. */
export async function talk(world: World, port: number): Promise<WireClient> {
  await world.plane.settled();
  return talkTo(world.place(port));
}

/** As `talk`, with an address and a port. */
export async function talkTo(place: { readonly host: string; readonly port: number }): Promise<WireClient> {
  const socket = connect({ ...place, allowHalfOpen: true });
  let text = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const look = () => waiting.forEach((run) => run());
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    look();
  });
  socket.on('error', () => undefined);
  const end = () => {
    ended = true;
    look();
  };
  socket.on('end', end).on('close', end);
  const wait = (holds: () => boolean, mayEnd: boolean) =>
    new Promise<string>((resolve, reject) => {
      const run = () => {
        if (holds()) resolve(text);
        else if (ended && !mayEnd) reject(new Error(`the connection ended after: ${JSON.stringify(text)}`));
        else return;
        waiting.delete(run);
      };
      waiting.add(run);
      run();
    });
  await new Promise((resolve) => socket.once('connect', resolve));
  const client: WireClient = {
    socket,
    send: (bytes) => void socket.write(bytes as string, 'latin1'),
    received: () => text,
    until: (holds) => wait(() => holds(text), false),
    closed: () => wait(() => ended, true),
  };
  clients.add(client);
  return client;
}

/** Cuts every client that is still connected. */
export function hangUp(): void {
  for (const { socket } of clients) socket.destroy();
  clients.clear();
}

/** How many complete responses to requests without a body a text starts with, by their status lines. */
export const statuses = (received: string): readonly number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
