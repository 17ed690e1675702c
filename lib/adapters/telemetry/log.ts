// Structured log lines and CloudWatch metrics (EMF) through Powertools; one Log per run carries cluster, subject and trace.
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log } from '../../reconcile/ports.ts';

/** The process's logger, and the logs of its runs. */
export interface Telemetry {
  readonly logger: Logger;
  /** A Log whose every line carries `context`; its counts have the `cluster` of the context as dimension. */
  readonly log: (context: Readonly<Record<string, string | number>>) => Log;
}

/** Reads POWERTOOLS_SERVICE_NAME, POWERTOOLS_METRICS_NAMESPACE and POWERTOOLS_LOG_LEVEL, as Powertools documents. */
export function createTelemetry(): Telemetry {
  const logger = new Logger();
  const metrics = new Metrics();
  return { logger, log: (context) => logOf(logger, metrics, context) };
}

function logOf(parent: Logger, metrics: Metrics, context: Readonly<Record<string, string | number>>): Log {
  const logger = parent.createChild();
  logger.appendKeys({ ...context });
  const { cluster } = context;
  const common = cluster === undefined ? {} : { cluster: String(cluster) };
  return {
    info: (message, facts = {}) => logger.info(message, { ...facts }),
    warn: (message, facts = {}) => logger.warn(message, { ...facts }),
    error: (message, facts = {}) => logger.error(message, { ...facts }),
    count: (metric, value, dimensions = {}) => count(metrics, { metric, value, common, dimensions }),
  };
}

interface Count {
  readonly metric: string;
  readonly value: number;
  readonly common: Readonly<Record<string, string>>;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * Written at once. An alarm sees a metric only under exactly the dimensions it names, so a count is always there for the
 * cluster as a whole (without the `service` that Powertools adds to everything), and also by the further dimensions.
 */
function count(metrics: Metrics, { metric, value, common, dimensions }: Count): void {
  const single = metrics.singleMetric();
  single.clearDefaultDimensions();
  for (const [name, text] of Object.entries(common)) single.addDimension(name, text);
  if (Object.keys(dimensions).length > 0) single.addDimensions({ ...common, ...dimensions });
  single.addMetric(metric, MetricUnit.Count, value);
}
