// The atoms of translation: one match of one route rule on one host of one port.
import { anyHost, covers } from '../../base/hostname.ts';
import type { RouteNode, RouteRuleNode } from '../../graph/graph.ts';
import type { Match } from '../../graph/route-rule.ts';
import type { RuleOrigin } from '../../stack/stack.ts';
import type { ListenerPort } from '../listener-ports.ts';
import type { Translation } from '../translation.ts';

export interface HostUnit {
  readonly port: ListenerPort;
  /** Hostname of the listener whose requests these are (every host where listeners share one list). */
  readonly section: string;
  readonly hostname: string;
  readonly route: RouteNode;
  readonly rule: RouteRuleNode;
  readonly match: Match;
}

/** A rule without matches matches everything. */
const everything: Match = { kind: 'http', index: -1, headers: [], queryParams: [] };

/**
 * In the order of routes, rules and matches, not yet of precedence. A rule without matches is one unit on each host.
 */
export function hostUnits({ profile }: Translation, port: ListenerPort): readonly HostUnit[] {
  return port.attached.flatMap(({ route, hosts }) => {
    const served = profile.isolation.servedHosts(hosts, port.hostnames);
    return route.rules.flatMap((rule) =>
      (rule.matches.length === 0 ? [everything] : rule.matches).flatMap((match) =>
        served.map(({ section, hostname }) => ({ port, section, hostname, route, rule, match })),
      ),
    );
  });
}

/** `match` is -1 for a rule without matches. */
export function originOf({ route, rule, match, hostname }: HostUnit): RuleOrigin {
  return {
    kind: route.kind,
    namespace: route.key.namespace,
    name: route.key.name,
    rule: rule.index,
    match: match.index,
    hostname,
  };
}

/** Path of the match inside its route. */
export function matchPath({ rule, match }: HostUnit): string {
  return match.index < 0 ? rulePath(rule) : `${rulePath(rule)}.matches[${match.index}]`;
}

/** Path of the rule inside its route. */
export function rulePath({ index }: RouteRuleNode): string {
  return `spec.rules[${index}]`;
}

/** The first HTTPS port of the Gateway that serves every host of the unit. */
export function secureTwin({ graph }: Translation, { hostname }: HostUnit): { readonly port: number } | undefined {
  return graph.listeners
    .filter(
      (listener) =>
        listener.valid &&
        listener.protocol === 'HTTPS' &&
        (hostname === anyHost || covers(listener.hostname, hostname)),
    )
    .sort((a, b) => a.port - b.port)[0];
}
