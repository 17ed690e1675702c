// The failures that do not pass by themselves, as the metrics that the alarms look at.
import { type FaultKind, isFault } from '../lib/reconcile/faults.ts';
import type { Log, Ports } from '../lib/reconcile/ports.ts';

/** Each Fault of these kinds waits for somebody: a permission, a quota, or a mistake of ours. */
const metrics: Partial<Record<FaultKind, string>> = {
  denied: 'FaultDenied',
  quota: 'FaultQuota',
  rejected: 'FaultRejected',
};

/** The same ports, with every such Fault counted on its way. */
export function countFaults(ports: Ports): Ports {
  const { cluster, status, facts, aws, writer, targets, doorbells, log } = ports;
  return {
    ...ports,
    cluster: counted(cluster, log),
    status: counted(status, log),
    facts: counted(facts, log),
    aws: counted(aws, log),
    writer: counted(writer, log),
    targets: counted(targets, log),
    doorbells: counted(doorbells, log),
  };
}

type Method = (...given: readonly unknown[]) => Promise<unknown>;

/** Every method of a port answers with a promise. */
function counted<Port extends object>(port: Port, log: Log): Port {
  const methods = Object.entries(port as Readonly<Record<string, Method>>).map(([name, method]) => {
    const counting: Method = async (...given) => {
      try {
        return await method(...given);
      } catch (error) {
        const metric = isFault(error) ? metrics[error.kind] : undefined;
        if (metric !== undefined) log.count(metric, 1);
        throw error;
      }
    };
    return [name, counting] as const;
  });
  return Object.fromEntries(methods) as Port;
}
