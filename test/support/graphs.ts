// Graphs of small worlds, and the questions that tests ask of them.
import type { Finding } from '../../lib/core/base/finding.ts';
import type { GatewayKey } from '../../lib/core/base/ids.ts';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import type { Graph, ListenerNode, RouteNode } from '../../lib/core/graph/graph.ts';
import { alb } from '../../lib/core/profile/alb.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import { aGateway, aGatewayClass, anHttpRoute, aService, gatewayKey, type RawObject, snapshotOf } from './builders.ts';

/** Class, Gateway, one route and its Service, each unless the test brings its own of that kind. */
export function aWorld(...own: readonly RawObject[]): readonly RawObject[] {
  const defaults = [aGatewayClass(), aGateway(), anHttpRoute(), aService()];
  return [...defaults.filter(({ kind }) => own.every((object) => object['kind'] !== kind)), ...own];
}

export function graphOf(objects: readonly RawObject[], profile: Profile = alb, key: GatewayKey = gatewayKey): Graph {
  return buildGraph(snapshotOf(objects), key, profile);
}

/** `Kind name: condition/reason path`, errors only. */
export function errorsIn({ findings }: { readonly findings: readonly Finding[] }): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(brief);
}

export function notesIn({ findings }: { readonly findings: readonly Finding[] }): readonly string[] {
  return findings.filter(({ severity }) => severity === 'note').map(({ message }) => message);
}

function brief({ subject, condition, reason, path }: Finding): string {
  return `${subject.kind} ${subject.name}: ${condition}/${reason} ${path}`;
}

/** `name` of those that are valid. */
export function validListeners({ listeners }: Graph): readonly string[] {
  return listeners.filter(({ valid }) => valid).map(({ name }) => name);
}

export function listenerNamed({ listeners }: Graph, name: string): ListenerNode {
  const found = listeners.find((listener) => listener.name === name);
  if (!found) throw new Error(`no listener ${name}`);
  return found;
}

export function routeNamed({ routes }: Graph, name: string): RouteNode {
  const found = routes.find(({ key }) => key.name === name);
  if (!found) throw new Error(`no route ${name}`);
  return found;
}
