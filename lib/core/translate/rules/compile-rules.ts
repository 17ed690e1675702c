// Drafts → rules of one listener: what is never reached goes, what answers alike is folded, what is too big is divided.
import type { Profile } from '../../profile/profile.ts';
import { conditionsText } from '../../stack/conditions-text.ts';
import type { Condition } from '../../stack/listener-rule.ts';
import { foldRules } from './fold-rules.ts';
import { neededRules } from './needed-rules.ts';
import type { HiddenRule } from './needed-rules.ts';
import type { RuleDraft } from './rule-drafts.ts';
import { asOneRule, asRules } from './value-budget.ts';

export interface CompiledRules {
  readonly rules: readonly CompiledRule[];
  readonly hidden: readonly HiddenRule[];
}

export interface CompiledRule {
  readonly draft: RuleDraft;
  readonly conditions: readonly Condition[];
}

/** Pure. `drafts` are those of one port in order of precedence, and so are the rules. */
export function compileRules(profile: Profile, drafts: readonly RuleDraft[]): CompiledRules {
  const { needed, hidden } = neededRules(profile, drafts);
  const folded = foldRules(needed, profile.listenerRules.folding, (requests) => asOneRule(profile, requests));
  const rules = folded.flatMap((draft) => conditionsOf(profile, draft).map((conditions) => ({ draft, conditions })));
  return { rules: profile.listenerRules.omitsShadowed ? eachOnce(rules) : rules, hidden };
}

/** What differs as a set of requests may come to the same conditions, as a guard does behind the prefix `/`. */
function eachOnce(rules: readonly CompiledRule[]): readonly CompiledRule[] {
  const first = new Map<string, CompiledRule>();
  for (const rule of rules) {
    const text = conditionsText(rule.conditions);
    if (!first.has(text)) first.set(text, rule);
  }
  return [...first.values()];
}

function conditionsOf(profile: Profile, { conditions, requests }: RuleDraft): readonly (readonly Condition[])[] {
  return conditions === undefined ? (asRules(profile, requests) ?? []) : [conditions];
}
