// What every function knows: its settings, its telemetry, and the queues of the cells it serves.
import { createSqsClient } from '../lib/adapters/queue/sqs-client.ts';
import { queueUrlOf } from '../lib/adapters/queue/queue-url.ts';
import { createTelemetry } from '../lib/adapters/telemetry/log.ts';
import {
  type AccountBudgets,
  type CellQueue,
  type ClusterConfig,
  clusterOfQueue,
  type ControllerDefaults,
  defaultBudgets,
  environment,
  queueName,
} from '../lib/config.ts';

/** Settings of this function, read once. A missing or malformed variable ends the cold start: a deployment fault. */
export const settings = {
  clusters: fromJson<readonly ClusterConfig[]>(environment.clusters, []),
  budgets: fromJson<AccountBudgets>(environment.budgets, defaultBudgets),
  defaults: fromJson<ControllerDefaults>(environment.defaults, {}),
  build: process.env[environment.build] ?? 'unknown',
  region: process.env['AWS_REGION'] ?? 'us-east-1',
};

export const telemetry = createTelemetry();
export const sqs = createSqsClient();

/** The configured cluster whose cell a message came from; the ARN of the event source says so, nothing else. */
export function clusterOf(eventSourceArn: string): ClusterConfig {
  const config = clusterOfQueue(eventSourceArn, settings.clusters);
  if (!config) throw new Error(`${eventSourceArn} belongs to no cluster in ${environment.clusters}`);
  return config;
}

/** URL of a cell's queue, beside the queue that an event came from. */
export function cellQueueUrl(eventSourceArn: string, cluster: string, queue: CellQueue): string {
  const sibling = eventSourceArn.slice(0, eventSourceArn.lastIndexOf(':') + 1) + queueName(cluster, queue);
  return queueUrl(sibling);
}

/** URL of the queue with this ARN, at the endpoint that the SQS client uses. */
export function queueUrl(queueArn: string): string {
  return queueUrlOf(queueArn, process.env['AWS_ENDPOINT_URL_SQS'] ?? process.env['AWS_ENDPOINT_URL']);
}

function fromJson<T>(variable: string, absent: T): T {
  const text = process.env[variable];
  return text === undefined ? absent : (JSON.parse(text) as T);
}
