// The status of one GatewayClass.
import { describeKey } from '../core/base/ids.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Profile } from '../core/profile/profile.ts';
import { judgeGatewayClass } from '../core/graph/gateway-class.ts';
import { find } from '../core/snapshot/gateway-scope.ts';
import { projectClassStatus } from '../core/status/class-status.ts';
import { isFault } from './faults.ts';
import { loadFirstRound } from './load-snapshot.ts';
import { outcomeOfFault } from './outcome-of.ts';
import type { Ports, Run } from './ports.ts';
import { reportStatus } from './report-status.ts';
import { jitterAt } from './retry.ts';
import { ringAgain } from './ring-again.ts';

/** Accepts the class, or says why not. A class of another controller is left alone. */
export async function reconcileClass(run: Run, ports: Ports, profile: Profile): Promise<Outcome> {
  try {
    const snapshot = await loadFirstRound(ports, run.cluster);
    const gatewayClass = find(snapshot, 'GatewayClass', '', run.subject.name ?? '');
    if (gatewayClass?.spec.controllerName !== profile.controllerName || !snapshot.complete) return done;
    const { value, findings } = judgeGatewayClass(snapshot, gatewayClass);
    const told = await reportStatus(ports, projectClassStatus(value, findings, ports.clock.now()));
    ports.log.info('class judged', { class: describeKey(value.key), accepted: value.accepted });
    if (told === 'conflict') await ringAgain(ports, run, { lookAgainInSeconds: 1 }, 'conflict');
    return done;
  } catch (error) {
    if (!isFault(error)) throw error;
    ports.log.warn('the cluster cannot be read or written', { fault: error.toFact() });
    const outcome = outcomeOfFault(error, run.ring, jitterAt(ports.clock.now()));
    await ringAgain(ports, run, outcome, 'fault');
    return outcome;
  }
}

const done: Outcome = { verdict: 'done', results: [], known: {} };
