// Serves the connections of one listener: HTTP/1 on plain and TLS sockets, HTTP/2 on those that negotiated it.
// Connections end after the idle timeout, after the client keep-alive age, or after 10,000 HTTP/2 requests.
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { idleTimeoutMs, openConnection, type ListenerSite } from './client-connection.ts';
import { serveHttp1 } from './serve-http1.ts';
import { serveHttp2 } from './serve-http2.ts';
import type { Watch } from './idle-watch.ts';

export interface ConnectionServer {
  accept(socket: Socket): void;
  /** Cuts every connection. */
  close(): void;
}

/**
 * Takes sockets whose TLS handshake is over. A connection with a request in flight is not idle, and a request to a
 * listener that is gone cuts its connection.
 */
export function createConnectionServer(site: ListenerSite): ConnectionServer {
  const sockets = new Set<Socket>();
  let accepted = 0;
  return {
    accept: (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      const expired: { run: () => void } = { run: () => void socket.destroy() };
      let active = 0;
      const watch: Watch = site.idle.watch(
        idleTimeoutMs(site),
        () => socket.bytesRead + socket.bytesWritten,
        () => {
          if (active > 0) watch.touch();
          else expired.run();
        },
      );
      socket.once('close', () => {
        watch.stop();
        sockets.delete(socket);
      });
      const connection = openConnection(socket, site, {
        began: () => {
          active += 1;
          watch.touch(idleTimeoutMs(site));
        },
        ended: () => {
          active -= 1;
          watch.touch();
        },
        waits: () => watch.touch(),
        accepted: (accepted += 1),
      });
      if (!(socket instanceof TLSSocket)) site.opened?.(socket);
      if (socket instanceof TLSSocket && socket.alpnProtocol === 'h2') serveHttp2(connection);
      else expired.run = serveHttp1(connection);
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
