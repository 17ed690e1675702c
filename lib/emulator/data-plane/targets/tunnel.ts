// A WebSocket connection: rules apply to the upgrade request only; once the target agrees, bytes pass both ways until one
// side closes or the idle timeout ends it.
import type { ClientRequest } from 'node:http';
import type { ProtocolSwitch } from '../front/exchange.ts';
import { endToEndHeaders } from '../routing/response-headers.ts';
import type { Passage } from './passage.ts';

/** Joins client and target when the target answers the upgrade request with 101. */
export function tunnel(upstream: ClientRequest, client: ProtocolSwitch, passage: Passage): void {
  upstream.on('upgrade', (response, socket, head) => {
    const near = client.accept(passage.finishHeaders(endToEndHeaders(response.rawHeaders)));
    if (head.length > 0) near.write(head);
    if (client.head.length > 0) socket.write(client.head);
    const cut = () => {
      near.destroy();
      socket.destroy();
    };
    for (const [from, to] of [
      [near, socket],
      [socket, near],
    ] as const) {
      from.on('error', cut).once('close', () => {
        if (!from.readableEnded) cut();
      });
      // There is no half-closed tunnel: what is under way is delivered, then both sides close.
      from.once('end', () => to.end(cut));
      from.pipe(to, { end: false });
    }
  });
}
