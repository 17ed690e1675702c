// A summons for a Gateway (or the status of a class) → the line of data, once.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createStackMemory } from '../../lib/reconcile/remembered-stacks.ts';
import { settings, telemetry } from '../cell.ts';
import { runBatch } from '../run-summons.ts';
import { profile } from '../wiring.ts';

// Loaded beside the first requests of the first message: the function is ready without the half of it that thinks.
const gateways = import('../../lib/reconcile/reconcile-gateway.ts');
const classes = import('../../lib/reconcile/reconcile-class.ts');
const reconcileSettings = { build: settings.build, memory: createStackMemory() };

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(telemetry.logger))
  .handler((event, context) =>
    runBatch(event, context, async (run, ports) =>
      run.subject.kind === 'class'
        ? (await classes).reconcileClass(run, ports, profile)
        : (await gateways).reconcileGateway(run, ports, profile, reconcileSettings),
    ),
  );
