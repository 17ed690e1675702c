// `/metrics`: the few numbers that are true of this server, in the text format of Prometheus.
import type { Server } from '../server.ts';

const metric = (name: string, help: string, lines: readonly string[]) =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines.map((line) => `${name}${line}`)].join('\n');

/** Stored objects by resource, and open watches. */
export function metricsText({ machinery, openWatches }: Server): string {
  const keys = [...new Set(machinery.resources.all().map(({ key }) => key))].sort();
  const objects = keys.map((key) => `{resource="${key}"} ${machinery.store.list(key).length}`);
  const help = 'Number of stored objects at the time of last check split by kind.';
  const watches = 'Number of watches open at this moment.';
  return `${metric('apiserver_storage_objects', help, objects)}\n${metric('apiserver_longrunning_requests', watches, [`{verb="WATCH"} ${openWatches.size}`])}\n`;
}
