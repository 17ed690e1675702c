// `eviction` of a pod: a deletion that asks the disruption budgets first
// (https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/).
import { ApiError, badRequest, internalError } from '../../api-error.ts';
import { asList, asRecord, isRecord, type Fields } from '../../json.ts';
import { selects } from '../../kinds/workload.ts';
import { timestamp, type Machinery } from '../../machinery.ts';
import type { KubernetesObject } from '../../object.ts';
import { deleteObject } from '../../writes/delete.ts';
import { parseDeletion } from '../../writes/delete-options.ts';
import { storedObject } from '../../writes/update.ts';
import { metadataOf } from '../../writes/write.ts';
import { parseBody } from '../body.ts';
import { respondObject } from '../respond.ts';
import type { SubresourceHandler } from './subresource-call.ts';

const evictionKind = { apiVersion: 'policy/v1', kind: 'Eviction' };
const budgets = 'poddisruptionbudgets.policy';

const done = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } as const;

/** A pod that serves nobody is evicted whatever a budget says. */
function countsForBudgets(pod: KubernetesObject): boolean {
  const status = asRecord(pod['status']);
  const isOver = ['Succeeded', 'Failed', 'Pending'].includes(String(status['phase']));
  return !isOver && pod.metadata.deletionTimestamp === undefined;
}

function budgetOf({ store }: Machinery, pod: KubernetesObject): KubernetesObject | undefined {
  const { namespace = '', labels = {} } = pod.metadata;
  const [budget, ...others] = store.list(budgets, namespace).filter((candidate) => {
    const { selector } = asRecord(candidate['spec']);
    return isRecord(selector) && selects(selector, { ...labels });
  });
  if (others.length === 0) return budget;
  throw internalError(
    'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
  );
}

function tooManyDisruptions(budget: KubernetesObject, message: string): ApiError {
  const text = `Cannot evict pod as it would violate the pod's disruption budget.`;
  const cause = { reason: 'DisruptionBudget', message };
  const details = { causes: [cause], ...(message.includes('still being processed') && { retryAfterSeconds: 10 }) };
  return new ApiError(429, 'TooManyRequests', text, { ...details, name: budget.metadata.name ?? '' });
}

/** Takes one disruption off a budget; throws the 429 when it has none left. */
function spend({ store, clock }: Machinery, budget: KubernetesObject, pod: KubernetesObject, dryRun: boolean): void {
  const status = asRecord(budget['status']);
  const name = budget.metadata.name ?? '';
  if (Number(status['observedGeneration'] ?? 0) < (budget.metadata.generation ?? 0)) {
    throw tooManyDisruptions(budget, `The disruption budget ${name} is still being processed by the server.`);
  }
  const allowed = Number(status['disruptionsAllowed'] ?? 0);
  if (allowed <= 0) {
    const [desired, healthy] = [Number(status['desiredHealthy'] ?? 0), Number(status['currentHealthy'] ?? 0)];
    const why =
      healthy <= desired
        ? `The disruption budget ${name} needs ${desired} healthy pods and has ${healthy} currently`
        : `The disruption budget ${name} does not allow evicting pods currently`;
    throw tooManyDisruptions(budget, why);
  }
  const disruptedPods = { ...asRecord(status['disruptedPods']), [pod.metadata.name ?? '']: timestamp(clock) };
  if (!dryRun) {
    store.put(budgets, { ...budget, status: { ...status, disruptionsAllowed: allowed - 1, disruptedPods } });
  }
}

export const answerEviction: SubresourceHandler = ({ server, request, write }) => {
  const { machinery } = server;
  const body: Fields = asRecord(parseBody(request.wire, evictionKind));
  const { name } = metadataOf(body);
  if (name !== undefined && name !== write.name) throw badRequest('name in URL does not match name in Eviction object');
  const pod = storedObject(machinery, write);
  const budget = countsForBudgets(pod) ? budgetOf(machinery, pod) : undefined;
  const options = asRecord(body['deleteOptions']);
  const dryRun = write.dryRun || asList(options['dryRun']).includes('All');
  if (budget) spend(machinery, budget, pod, dryRun);
  deleteObject(machinery, parseDeletion(options, new URLSearchParams()), { ...write, dryRun });
  return respondObject(request.wire, 201, done);
};
