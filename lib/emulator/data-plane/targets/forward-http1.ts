// Forwards to HTTP1 target groups over kept-alive connections.
import type { IdleWatch } from '../front/idle-watch.ts';
import { beginPassage, type Passage, type PassageLife } from './passage.ts';
import { TargetConnection, type ConnectionOwner } from './target-connection.ts';

export interface Http1Connections {
  forward(passage: Passage): PassageLife;
  close(): void;
}

/**
 * One pool for all targets; the connection that was used last is used next. A connection that fails or breaks answers
 * 502, or cuts the client if its response has begun. No request is tried twice; `close` cuts what is in flight.
 */
export function createHttp1Connections(idle: IdleWatch): Http1Connections {
  const pools = new Map<string, TargetConnection[]>();
  const all = new Set<TargetConnection>();

  const take = ({ endpoint }: Passage): TargetConnection => {
    const key = `${endpoint.tls ? 'https' : 'http'}|${endpoint.address}|${endpoint.port}`;
    const free = pools.get(key) ?? [];
    if (!pools.has(key)) pools.set(key, free);
    for (let held = free.pop(); held; held = free.pop()) if (held.usable()) return held;
    const owner: ConnectionOwner = {
      free: (connection) => void free.push(connection),
      gone: (connection) => {
        all.delete(connection);
        const at = free.indexOf(connection);
        if (at >= 0) free.splice(at, 1);
      },
    };
    const connection = new TargetConnection(endpoint, idle, owner);
    all.add(connection);
    return connection;
  };

  return {
    forward: (passage) => {
      const connection = take(passage);
      const life = beginPassage(passage, () => connection.cut());
      connection.carry(passage, life);
      return life;
    },
    close: () => {
      for (const connection of all) connection.cut();
    },
  };
}
