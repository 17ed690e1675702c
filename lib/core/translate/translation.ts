// What one run of the translator is given and what it finds on the way. The collections grow during the run and are read by
// build-stack at its end; nothing outside sees them grow.
import type { Finding, Severity } from '../base/finding.ts';
import { describeKey } from '../base/ids.ts';
import type { ObjectKey } from '../base/ids.ts';
import type { GatewayNode, Graph, ListenerNode, RouteNode } from '../graph/graph.ts';
import type { ProblemCode } from '../profile/problem.ts';
import type { Profile } from '../profile/profile.ts';
import type { TargetGroup } from '../stack/stack.ts';
import type { FactQuery, Facts } from './facts.ts';

export interface Translation {
  readonly graph: Graph;
  readonly gateway: GatewayNode;
  readonly facts: Facts;
  readonly profile: Profile;
  readonly problems: Map<string, Problem>;
  readonly unresolved: Map<string, FactQuery>;
  /** Target groups by id: what several rules forward to is built once. */
  readonly targetGroups: Map<string, TargetGroup>;
}

/** A Finding and what kind of problem it is, because dialects differ in how far a problem reaches. */
export interface Problem {
  readonly code: ProblemCode;
  readonly finding: Finding;
}

/** With empty collections. `facts` may lack answers: what is missed is recorded by `lack`. */
export function startTranslation(graph: Graph, gateway: GatewayNode, facts: Facts, profile: Profile): Translation {
  return { graph, gateway, facts, profile, problems: new Map(), unresolved: new Map(), targetGroups: new Map() };
}

/** Records that an answer is missing. */
export function lack(translation: Translation, query: FactQuery): void {
  translation.unresolved.set(JSON.stringify(query), query);
}

/** Records a problem, once however many units meet it. */
export function report(translation: Translation, code: ProblemCode, finding: Finding): void {
  const { subject, path, listener = '' } = finding;
  const message = `${path === '' ? '' : `${path}: `}${finding.message}.`;
  translation.problems.set(`${describeKey(subject)} ${listener} ${message}`, {
    code,
    finding: { ...finding, message },
  });
}

/** A fault of the Gateway or of a configuration it names. */
export function reportGateway(translation: Translation, code: ProblemCode, problem: Told): void {
  report(translation, code, {
    subject: translation.gateway.key,
    severity: 'error',
    condition: 'Accepted',
    reason: 'InvalidParameters',
    ...problem,
  });
}

/** A listener that cannot be (fully) programmed. */
export function reportListener(
  translation: Translation,
  code: ProblemCode,
  listener: ListenerNode,
  problem: Partial<Told> & { message: string },
): void {
  report(translation, code, {
    subject: listener.owner,
    path: `spec.listeners[name=${listener.name}]`,
    listener: listener.name,
    severity: 'error',
    condition: 'Programmed',
    reason: 'Invalid',
    ...problem,
  });
}

/** A rule, match or filter of a route that is not served as written. */
export function reportRoute(translation: Translation, code: ProblemCode, route: RouteNode, problem: Told): void {
  report(translation, code, {
    subject: route.key,
    severity: 'error',
    condition: 'Accepted',
    reason: 'UnsupportedValue',
    ...problem,
  });
}

export interface Told {
  readonly path: string;
  readonly message: string;
  readonly severity?: Severity;
  readonly condition?: string;
  readonly reason?: string;
  readonly subject?: ObjectKey;
}
