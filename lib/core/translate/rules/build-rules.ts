// All listener rules of the load balancer, and the target groups they need.
//
//   units ─► drafts (one answer each, in order of precedence) ─► within quotas ─► needed ─► folded ─► divided ─► numbered
import { conditionsText } from '../../stack/conditions-text.ts';
import type { ListenerRule, TargetGroup } from '../../stack/stack.ts';
import type { ListenerPort } from '../listener-ports.ts';
import type { Translation } from '../translation.ts';
import type { CompiledRule } from './compile-rules.ts';
import { reportHidden } from './needed-rules.ts';
import { rememberHosts } from './remembered-hosts.ts';
import { draftRules } from './rule-drafts.ts';
import { withinQuotas } from './rule-quota.ts';

export interface Rules {
  readonly rules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
}

/**
 * In order of precedence on each port. Routes that exceed a quota are left out whole, with a Finding; a target group
 * that several rules share comes once.
 */
export function buildRules(given: Translation, ports: readonly ListenerPort[]): Rules {
  const { profile } = given;
  const translation = { ...given, profile: { ...profile, matching: rememberHosts(profile.matching) } };
  const drafts = ports.map((port) => draftRules(translation, port));
  const compiled = withinQuotas(translation, drafts);
  for (const { hidden } of compiled) reportHidden(translation, hidden);
  return {
    rules: compiled.flatMap(({ rules }) => numbered(translation, rules)),
    targetGroups: groupsOf(compiled.flatMap(({ rules }) => rules)),
  };
}

/** Ranks count from 1. */
function numbered({ profile }: Translation, rules: readonly CompiledRule[]): readonly ListenerRule[] {
  return rules.map(({ draft: { port, actions, transforms, tags, serves }, conditions }, index) => ({
    id: profile.listenerRules.id(port, index + 1, conditionsText(conditions)),
    port,
    rank: index + 1,
    conditions,
    actions,
    transforms,
    tags,
    serves,
  }));
}

function groupsOf(rules: readonly CompiledRule[]): readonly TargetGroup[] {
  return [...new Map(rules.flatMap(({ draft }) => draft.groups.map((group) => [group.id, group]))).values()];
}
