// A summons for a Service (or for the Nodes) → register and deregister the difference, whatever state its Gateways are in.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { telemetry } from '../cell.ts';
import { runBatch } from '../run-summons.ts';
import { profile } from '../wiring.ts';

// Loaded beside the first requests of the first message.
const synchronising = import('../../lib/reconcile/sync-targets.ts');

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(telemetry.logger))
  .handler((event, context) =>
    runBatch(event, context, async (run, ports) => (await synchronising).syncTargets(run, ports, profile)),
  );
