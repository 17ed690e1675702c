// Log files of load balancers: lines are kept for up to five minutes of the emulated clock and then delivered, compressed,
// under AWS's key. Nothing is delivered for a period without lines. Elastic Load Balancing user guide, "Access log files",
// "Connection log files".
import { gzipSync } from 'node:zlib';
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { LoadBalancerView } from '../load-balancer-source.ts';

/** The logs of a load balancer, by the beginning of their attributes. */
export type LogKind = 'access_logs' | 'connection_logs';

/** Puts one object into a bucket. */
export type Deliver = (bucket: string, key: string, body: Uint8Array) => void;

export interface LogDelivery {
  /** Keeps a line for the next file of a load balancer whose log is switched on. */
  write(kind: LogKind, loadBalancer: LoadBalancerView, line: string): void;
}

export interface LogDeliveryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: Deliver;
  /** Told when a file could not be put. */
  failed(error: unknown): void;
  /** The address of the load balancer's node. */
  nodeAddress(loadBalancerArn: string): string;
}

interface OpenFile {
  readonly kind: LogKind;
  loadBalancer: LoadBalancerView;
  readonly lines: string[];
}

const periodMs = 5 * 60 * 1000;
const prefixes: Readonly<Record<LogKind, string>> = { access_logs: '', connection_logs: 'conn_log.' };

/** A delivery without lines; it keeps no timer while there are none. */
export function createLogDelivery(options: LogDeliveryOptions): LogDelivery {
  const { clock } = options;
  const files = new Map<string, OpenFile>();
  const flush = (endTime: number) => {
    const full = [...files.values()];
    files.clear();
    for (const file of full) {
      try {
        deliverFile(file, endTime, options);
      } catch (error) {
        options.failed(error);
      }
    }
  };

  return {
    write: (kind, loadBalancer, line) => {
      if (loadBalancer.attributes[`${kind}.s3.enabled`] !== 'true') return;
      const key = `${kind}|${loadBalancer.arn}`;
      const file = files.get(key) ?? { kind, loadBalancer, lines: [] };
      const end = (Math.floor(clock.now() / periodMs) + 1) * periodMs;
      if (files.size === 0) clock.schedule(end - clock.now(), () => flush(end));
      files.set(key, file);
      file.loadBalancer = loadBalancer;
      file.lines.push(line);
    },
  };
}

function deliverFile({ kind, loadBalancer, lines }: OpenFile, endTime: number, options: LogDeliveryOptions): void {
  const { attributes, arn } = loadBalancer;
  const bucket = attributes[`${kind}.s3.bucket`] ?? '';
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  const at = new Date(endTime).toISOString();
  const prefix = attributes[`${kind}.s3.prefix`] ?? '';
  const folder = [
    ...(prefix === '' ? [] : [prefix]),
    `AWSLogs/${account}/elasticloadbalancing/${region}`,
    at.slice(0, 10).replaceAll('-', '/'),
  ].join('/');
  const name = [
    `${prefixes[kind]}${account}`,
    'elasticloadbalancing',
    region,
    resource.replace(/^loadbalancer\//, '').replaceAll('/', '.'),
    `${at.slice(0, 16).replaceAll(/[-:]/g, '')}Z`,
    options.nodeAddress(arn),
    options.random.hex(8),
  ].join('_');
  options.deliver(bucket, `${folder}/${name}.log.gz`, gzipSync(`${lines.join('\n')}\n`));
}
