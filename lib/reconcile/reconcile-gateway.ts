// The story of one Gateway: read the cluster, judge it, bring AWS to what it says, tell the cluster how that went, and
// remember it on the load balancer. Runs may be cut anywhere and may overlap: the next one starts from what it sees.
import { invariant } from '../core/base/invariant.ts';
import type { GatewayKey } from '../core/base/ids.ts';
import { buildGraph } from '../core/graph/build-graph.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Profile } from '../core/profile/profile.ts';
import { claimGateway } from '../core/status/finalizers.ts';
import { projectStatus } from '../core/status/project-status.ts';
import { deleteGateway } from './delete-gateway.ts';
import { type Fault, isFault } from './faults.ts';
import { loadSnapshot } from './load-snapshot.ts';
import { noteWrites } from './note-writes.ts';
import { outcomeOfFault } from './outcome-of.ts';
import type { Ports, Run } from './ports.ts';
import { reportStatus } from './report-status.ts';
import { jitterAt } from './retry.ts';
import { ringAgain, ringServices } from './ring-again.ts';
import type { Scene, Served } from './scene.ts';
import { serveGateway } from './serve-gateway.ts';
import { settle } from './settle.ts';
import type { ReconcileSettings } from './settings.ts';

/**
 * One run for one Gateway. User errors become status and are acknowledged; Faults become a delayed doorbell. Rejects for
 * broken promises of ours, and with a Fault if AWS was changed and the load balancer's tag, which still stands for the time
 * before, could not be made to say so: the messages come again, and a run of such messages does not trust the tag.
 */
export async function reconcileGateway(
  run: Run,
  given: Ports,
  profile: Profile,
  settings: ReconcileSettings,
): Promise<Outcome> {
  const key = gatewayOf(run);
  const { ports, wrote } = noteWrites(given);
  let isSettled = false;
  try {
    const scene: Scene = { run, ports, profile, settings, key, ...(await seeGateway(ports, key, profile)) };

    const served = await act(scene, wrote);
    const told = served.quiet ? 'told' : await tell(scene, served).catch(asFault);
    await settle(scene, served, isFault(told) ? 'conflict' : told);
    isSettled = true;
    if (isFault(told)) throw told;

    await ringServices(ports, run, served.created);
    await ringAgain(ports, run, owedLook(served, told), whyOf(served));
    return concluded(ports, served);
  } catch (error) {
    if (!isFault(error) || (wrote() && !isSettled)) throw error;
    const outcome = outcomeOfFault(error, run.ring, jitterAt(ports.clock.now()));
    ports.log.warn('the cluster cannot be read or written', { fault: error.toFact() });
    await ringAgain(ports, run, outcome, 'fault');
    return outcome;
  }
}

/**
 * The cluster, read again after a new Gateway was claimed: the claim comes before the first write to AWS, and moves the
 * version that guards the writes of status.
 */
async function seeGateway(
  ports: Ports,
  key: GatewayKey,
  profile: Profile,
): Promise<Pick<Scene, 'snapshot' | 'graph' | 'isNew'>> {
  const snapshot = await loadSnapshot(ports, key);
  const graph = buildGraph(snapshot, key, profile);
  const claim = claimGateway(graph, profile);
  if (claim.length === 0) return { snapshot, graph, isNew: false };
  await reportStatus(ports, claim);
  const claimed = await loadSnapshot(ports, key);
  return { snapshot: claimed, graph: buildGraph(claimed, key, profile), isNew: true };
}

/** What AWS is asked to do; a Fault while reading AWS first is an outcome, because the cluster can still be told. */
async function act(scene: Scene, wrote: () => boolean): Promise<Served> {
  const { graph, run, ports } = scene;
  try {
    switch (graph.verdict) {
      case 'ours':
        return await serveGateway(scene);
      case 'deleting':
        return await deleteGateway(scene);
      case 'absent':
      case 'foreign':
        return { findings: [], created: [], quiet: false };
    }
  } catch (error) {
    if (!isFault(error) || wrote()) throw error;
    ports.log.warn('AWS cannot be read', { fault: error.toFact() });
    const outcome = outcomeOfFault(error, run.ring, jitterAt(ports.clock.now()));
    return { findings: [], created: [], outcome, quiet: outcome.verdict === 'waiting' };
  }
}

async function tell({ graph, profile, ports }: Scene, { findings, outcome }: Served): Promise<'told' | 'conflict'> {
  const patches = projectStatus({
    graph,
    findings,
    profile,
    now: ports.clock.now(),
    ...(outcome === undefined ? {} : { outcome }),
  });
  return reportStatus(ports, patches);
}

function concluded({ log }: Pick<Ports, 'log'>, { outcome }: Served): Outcome {
  log.info('reconciled', { verdict: outcome?.verdict ?? 'nothing', why: outcome?.why ?? '' });
  return outcome ?? { verdict: 'done', results: [], known: {} };
}

function asFault(error: unknown): Fault {
  if (isFault(error)) return error;
  throw error;
}

/** A conflict is looked at at once; something unresolved in a minute; else what the outcome says. */
function owedLook(
  { outcome, lookAgainInSeconds }: Served,
  told: 'told' | 'conflict',
): Pick<Outcome, 'lookAgainInSeconds'> {
  const looks = [outcome?.lookAgainInSeconds, lookAgainInSeconds, told === 'conflict' ? 1 : undefined].filter(
    (look) => look !== undefined,
  );
  return looks.length === 0 ? {} : { lookAgainInSeconds: Math.min(...looks) };
}

function whyOf({ outcome, lookAgainInSeconds }: Served): string {
  if (outcome?.verdict === 'failed') return 'fault';
  return outcome?.verdict === 'waiting' && lookAgainInSeconds === undefined ? 'waiting' : 'unresolved';
}

function gatewayOf({ gateway }: Run): GatewayKey {
  invariant(gateway !== undefined, 'a run for a Gateway names it');
  return gateway;
}
