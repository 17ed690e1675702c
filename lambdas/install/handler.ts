// The custom resource of a cell: brings the chart into the cluster, so that `cdk deploy` alone installs.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requesttypes.html
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { installChart, removeChart } from '../../lib/adapters/kube/chart.ts';
import { type CustomResourceResult, respond } from '../../lib/adapters/aws/custom-resource.ts';
import type { ClusterConfig } from '../../lib/config.ts';
import { isFault } from '../../lib/reconcile/faults.ts';
import { settings, telemetry } from '../cell.ts';
import { kubeOf } from '../wiring.ts';

export const handler = middy<CloudFormationCustomResourceEvent, void>()
  .use(injectLambdaContext(telemetry.logger))
  .handler(async (event, context) => {
    await respond(event, context, await carryOut(event, context));
  });

async function carryOut(event: CloudFormationCustomResourceEvent, context: Context): Promise<CustomResourceResult> {
  try {
    const applied = event.RequestType === 'Delete' ? await remove(event) : await install(event);
    telemetry.logger.info('chart', { request: event.RequestType, applied });
    return { status: 'SUCCESS' };
  } catch (error) {
    telemetry.logger.error('chart failed', error as Error);
    return { status: 'FAILED', reason: reasonOf(error, context) };
  }
}

async function install({
  ResourceProperties: properties,
}: CloudFormationCustomResourceEvent): Promise<readonly string[]> {
  return installChart(await kubeOf(clusterNamed(properties['cluster'] as string)), chartFolder, valuesOf(properties));
}

/** A cluster that has gone took the chart along, and must not keep the stack from going. */
async function remove({
  ResourceProperties: properties,
}: CloudFormationCustomResourceEvent): Promise<readonly string[]> {
  const cluster = clusterNamed(properties['cluster'] as string);
  try {
    return await removeChart(await kubeOf(cluster), chartFolder, valuesOf(properties));
  } catch (error) {
    if (isFault(error) && error.operation === 'DescribeCluster' && error.kind === 'vanished') return [];
    throw error;
  }
}

const chartFolder = `${import.meta.dirname}/chart`;

/** Properties of the custom resource → placeholders of the chart. */
function valuesOf(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return {
    ALBATROSS_NAMESPACE: String(properties['namespace']),
    ALBATROSS_IMAGE: String(properties['image']),
    ALBATROSS_CLUSTER: String(properties['cluster']),
    ALBATROSS_CHANGES_QUEUE_URL: String(properties['changesQueueUrl']),
    ALBATROSS_REGION: String(properties['region']),
    ALBATROSS_SECRET_NAMESPACES: JSON.stringify(properties['secretNamespaces'] ?? []),
  };
}

function clusterNamed(cluster: string): ClusterConfig {
  return settings.clusters.find((config) => config.cluster === cluster) ?? { cluster };
}

function reasonOf(error: unknown, { logStreamName }: Context): string {
  return `${error instanceof Error ? error.message : String(error)} (log stream ${logStreamName})`;
}
