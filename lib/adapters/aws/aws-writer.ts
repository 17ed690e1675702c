// Carries out one Step: the only place where AWS resources of a stack are written. Every answer that names something new
// (an ARN, a group id) comes back as Known.
import { invariant } from '../../core/base/invariant.ts';
import { type Known, resolveValue } from '../../core/base/ref.ts';
import type { Step, StepRequest } from '../../core/plan/step.ts';
import { isFault } from '../../reconcile/faults.ts';
import type { AwsWriter, SecretReader } from '../../reconcile/ports.ts';
import type { AwsClients } from './clients.ts';
import type { RequestOf, StepContext, StepWriters } from './step-writers.ts';
import { certificateWriters } from './write-certificate.ts';
import { listenerWriters } from './write-listener.ts';
import { loadBalancerWriters } from './write-load-balancer.ts';
import { protectionWriters } from './write-protection.ts';
import { ruleWriters } from './write-rule.ts';
import { securityGroupWriters } from './write-security-group.ts';
import { tagWriters } from './write-tags.ts';
import { trustStoreWriters } from './write-trust-store.ts';
import { targetGroupWriters } from './write-target-group.ts';

const writers: StepWriters<StepRequest['call']> = {
  ...loadBalancerWriters,
  ...listenerWriters,
  ...ruleWriters,
  ...targetGroupWriters,
  ...tagWriters,
  ...securityGroupWriters,
  ...protectionWriters,
  ...certificateWriters,
  ...trustStoreWriters,
};

/**
 * Steps reject with a Fault; the deletion of what is gone already succeeds and teaches nothing. The caller orders
 * steps: a reference that is not known yet is a bug, not a Fault.
 */
export function createAwsWriter(clients: AwsClients): AwsWriter {
  return {
    async perform(step, known, secrets) {
      try {
        return (await write(step.request, contextOf(clients, step, known, secrets))) ?? {};
      } catch (error) {
        // What should go is gone: somebody else was faster, and the world is as desired.
        if (step.verb === 'delete' && isFault(error) && error.kind === 'vanished') return {};
        throw error;
      }
    },
  };
}

function write<Call extends StepRequest['call']>(
  request: RequestOf<Call>,
  context: StepContext,
): Promise<Known | void> {
  const writer: StepWriters<StepRequest['call']>[Call] = writers[request.call as Call];
  return writer(request, context);
}

function contextOf(clients: AwsClients, step: Step, known: Known, secrets: SecretReader): StepContext {
  const call = <Output>(send: () => Promise<Output>) => clients.call(step.request.call, step.resource, send);
  return {
    clients,
    resource: step.resource,
    secrets,
    value: (value) => {
      const resolved = resolveValue(value, known);
      invariant(resolved !== undefined, `${step.id} runs after what it refers to`);
      return resolved;
    },
    call,
    elbv2: ((command: Parameters<typeof clients.elbv2.send>[0]) =>
      call(() => clients.elbv2.send(command) as Promise<unknown>)) as StepContext['elbv2'],
  };
}
