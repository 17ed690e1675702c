// The access and connection logs of all load balancers: what the front ends tell becomes lines.
import type { Socket } from 'node:net';
import type { Random } from '../../random.ts';
import type { ConnectionRecord } from '../front/connection-record.ts';
import type { ListenerSite } from '../front/client-connection.ts';
import { peerOf } from '../front/peer.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import { accessLogLine } from './access-log-line.ts';
import { connectionLogLine } from './connection-log-line.ts';
import { createLogDelivery, type LogDeliveryOptions } from './log-delivery.ts';

/** What a listener's front end tells the logs. */
export type ListenerLogs = Required<Pick<ListenerSite, 'trace' | 'opened' | 'connected' | 'requested'>>;

export interface LoadBalancerLogs {
  /** The logs of the listener that `compiled` returns. */
  forListener(compiled: () => CompiledListener | undefined): ListenerLogs;
}

/** Logs that are delivered every five minutes. */
export function createLoadBalancerLogs(options: LogDeliveryOptions): LoadBalancerLogs {
  const { clock, random } = options;
  const delivery = createLogDelivery(options);
  const traces = createTraces(random);
  return {
    forListener: (compiled) => {
      const logConnection = (record: ConnectionRecord, socket: Socket) => {
        const loadBalancer = compiled()?.loadBalancer;
        if (loadBalancer?.attributes['connection_logs.s3.enabled'] !== 'true') return;
        delivery.write('connection_logs', loadBalancer, connectionLogLine(record, traces(socket)));
      };
      return {
        trace: traces,
        connected: logConnection,
        opened: (socket) => {
          const listener = compiled();
          if (!listener) return;
          const { address, port } = peerOf(socket);
          const place = { loadBalancerArn: listener.loadBalancer.arn, listenerPort: listener.listener.port };
          const client = { clientAddress: address, clientPort: port };
          logConnection({ ...place, ...client, at: clock.now(), status: '-' }, socket);
        },
        requested: (exchange, journal) => {
          const { loadBalancer } = exchange.compiled;
          delivery.write('access_logs', loadBalancer, accessLogLine({ exchange, journal, endedAt: clock.now() }));
        },
      };
    },
  };
}

/** A name for each connection, made when it is first asked for. */
function createTraces(random: Random): (socket: Socket) => string {
  const names = new WeakMap<Socket, string>();
  return (socket) => {
    const name = names.get(socket) ?? `TID_${random.hex(32)}`;
    names.set(socket, name);
    return name;
  };
}
