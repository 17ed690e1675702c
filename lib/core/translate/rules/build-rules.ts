// All listener rules of the load balancer, and the target groups they need.
import type { ListenerRule, TargetGroup } from '../../stack/stack.ts';
import type { ListenerPort } from '../listener-ports.ts';
import { draftRules } from './rule-drafts.ts';
import type { RuleDraft } from './rule-drafts.ts';
import { withinQuotas } from './rule-quota.ts';
import type { Translation } from '../translation.ts';

export interface Rules {
  readonly rules: readonly ListenerRule[];
  readonly targetGroups: readonly TargetGroup[];
}

/**
 * In order of precedence on each port. Routes that exceed a quota are left out whole, with a Finding; a target group
 * that several rules share comes once.
 */
export function buildRules(translation: Translation, ports: readonly ListenerPort[]): Rules {
  const drafts = withinQuotas(
    translation,
    ports.flatMap((port) => draftRules(translation, port)),
  );
  return { rules: numbered(translation, drafts), targetGroups: groupsOf(drafts) };
}

/** Ranks count from 1 on each port. */
function numbered({ profile }: Translation, drafts: readonly RuleDraft[]): readonly ListenerRule[] {
  const ranks = new Map<number, number>();
  return drafts.map(({ port, conditions, text, actions, transforms, tags, serves }) => {
    const rank = (ranks.get(port) ?? 0) + 1;
    ranks.set(port, rank);
    return {
      id: profile.listenerRules.id(port, rank, text),
      port,
      rank,
      conditions,
      actions,
      transforms,
      tags,
      serves,
    };
  });
}

function groupsOf(drafts: readonly RuleDraft[]): readonly TargetGroup[] {
  return [...new Map(drafts.flatMap(({ groups }) => groups.map((group) => [group.id, group]))).values()];
}
