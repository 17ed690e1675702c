// Rules that no request would miss: hidden ones, and guards that guard nothing.
import type { Profile } from '../../profile/profile.ts';
import { reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';
import type { RuleDraft } from './rule-drafts.ts';

export interface NeededRules {
  readonly needed: readonly RuleDraft[];
  readonly hidden: readonly HiddenRule[];
}

/** LIM-13: of rules with equal conditions only the first is ever reached. */
export interface HiddenRule {
  readonly draft: RuleDraft;
  readonly behind: RuleDraft;
}

/** `drafts` are those of one port in order of precedence. */
export function neededRules({ listenerRules }: Profile, drafts: readonly RuleDraft[]): NeededRules {
  if (!listenerRules.omitsShadowed) return { needed: drafts, hidden: [] };
  const first = new Map<string, RuleDraft>();
  const hidden: HiddenRule[] = [];
  for (const draft of drafts) {
    const text = draft.parts.join('\n');
    const behind = first.get(text);
    if (behind === undefined) first.set(text, draft);
    else hidden.push({ draft, behind });
  }
  const reached = [...first.values()];
  const { areDisjoint } = listenerRules.folding;
  const mayMeet = (guard: RuleDraft, other: RuleDraft): boolean =>
    other.outcome !== guard.outcome && !areDisjoint(guard.requests, other.requests);
  const needed = reached.filter(
    (draft, position) => draft.routes.length > 0 || reached.slice(position + 1).some((later) => mayMeet(draft, later)),
  );
  return { needed, hidden };
}

/** Tells the owners of matches that are never reached. */
export function reportHidden(translation: Translation, hidden: readonly HiddenRule[]): void {
  for (const { draft, behind } of hidden) {
    const [origin] = draft.serves;
    const [other] = behind.serves;
    const [route] = draft.routes;
    if (origin === undefined || other === undefined || route === undefined) continue;
    reportRoute(translation, 'shadowed', route, {
      path: `spec.rules[${origin.rule}]`,
      severity: 'note',
      message: `${origin.match < 0 ? 'the rule' : `match ${origin.match}`} is never reached: rule ${other.rule} of ${other.kind} ${other.namespace}/${other.name} matches the same requests before it`,
    });
  }
}
