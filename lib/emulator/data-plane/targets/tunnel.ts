// A WebSocket connection: rules apply to the upgrade request only; once the target agrees, bytes pass both ways until one
// side closes or the idle timeout ends it.
import type { Duplex } from 'node:stream';

/** One end of a tunnel and the bytes it sent before the tunnel was there. */
export interface TunnelEnd {
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** Joins client and target for good. */
export function joinTunnel(near: TunnelEnd, far: TunnelEnd): void {
  const cut = () => {
    near.socket.destroy();
    far.socket.destroy();
  };
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    if (from.head.length > 0) to.socket.write(from.head);
    from.socket.on('error', cut).once('close', () => {
      if (!from.socket.readableEnded) cut();
    });
    // There is no half-closed tunnel: what is under way is delivered, then both sides close.
    from.socket.once('end', () => to.socket.end(cut));
    from.socket.pipe(to.socket, { end: false });
  }
}
