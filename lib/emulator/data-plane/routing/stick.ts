// Both levels of stickiness in one place: which choice a request's cookies still bind it to, and which cookies its
// response renews.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';
import type { TargetGroupView, TargetView } from '../load-balancer-source.ts';
import { candidates } from './choose-target.ts';
import { readCookie, stickyCookies, type CookieSeal, type StickyChoice } from './sticky-cookie.ts';

const appCookie = 'AWSALBAPP-0';

/** The target group that the request's group cookie names, if the rule is sticky and the cookie is valid. */
export function stuckGroup(action: ActionShape, ruleArn: string, cookies: string | undefined, context: StickContext) {
  const config = action.ForwardConfig?.TargetGroupStickinessConfig;
  if (!config?.Enabled) return undefined;
  const held = openFirst(cookies, ['AWSALBTG', 'AWSALBTGCORS'], context.seal);
  return stillHolds(held, ruleArn, config.DurationSeconds ?? 0, context.now) ? held?.choice : undefined;
}

/** The registered, eligible target that the request's target cookie names. */
export function stuckTarget(
  { action, group }: Pick<ChosenTarget, 'action' | 'group'>,
  cookies: string | undefined,
  context: StickContext,
) {
  const stickiness = targetStickiness(group, action);
  if (!stickiness) return undefined;
  const names = stickiness.type === 'app_cookie' ? [appCookie] : ['AWSALB', 'AWSALBCORS'];
  const held = openFirst(cookies, names, context.seal);
  if (!stillHolds(held, group.arn, stickiness.durationSeconds, context.now)) return undefined;
  return candidates(group).find((target) => targetKey(target) === held?.choice);
}

/** Whether responses carry stickiness cookies at all. */
export const isSticky = ({ action, group }: ChosenTarget): boolean =>
  action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true ||
  group.attributes['stickiness.enabled'] === 'true';

/** The Set-Cookie values a response from `target` gets from the load balancer. */
export function responseCookies(
  chosen: ChosenTarget,
  setByTarget: readonly string[],
  context: StickContext,
): readonly string[] {
  const cookies: string[] = [];
  const at = context.now;
  if (chosen.action.ForwardConfig?.TargetGroupStickinessConfig?.Enabled) {
    const value = context.seal.seal({ scope: chosen.ruleArn, choice: chosen.group.arn, at });
    cookies.push(...stickyCookies('AWSALBTG', 'AWSALBTGCORS', value, at));
  }
  const stickiness = targetStickiness(chosen.group, chosen.action);
  if (!stickiness) return cookies;
  const value = () => context.seal.seal({ scope: chosen.group.arn, choice: targetKey(chosen.target), at });
  if (stickiness.type === 'lb_cookie') cookies.push(...stickyCookies('AWSALB', 'AWSALBCORS', value(), at));
  else if (setByTarget.some((line) => line.startsWith(`${stickiness.appCookie}=`))) {
    cookies.push(stickyCookies(appCookie, appCookie, value(), at)[0] ?? '');
  }
  return cookies;
}

export interface StickContext {
  readonly seal: CookieSeal;
  readonly now: number;
}

export interface ChosenTarget {
  readonly ruleArn: string;
  readonly action: ActionShape;
  readonly group: TargetGroupView;
  readonly target: TargetView;
}

/** What names a target within its group. */
export const targetKey = (target: { readonly id: string; readonly port: number }) => `${target.id}|${target.port}`;

/** "Application-based stickiness does not work with weighted target groups" (user guide, "Sticky sessions"). */
function targetStickiness(group: TargetGroupView, action: ActionShape) {
  const attribute = (key: string) => group.attributes[`stickiness.${key}`];
  if (attribute('enabled') !== 'true') return undefined;
  const type = attribute('type') === 'app_cookie' ? 'app_cookie' : 'lb_cookie';
  if (type === 'app_cookie' && (action.ForwardConfig?.TargetGroups ?? []).length > 1) return undefined;
  const durationSeconds = Number(attribute(`${type}.duration_seconds`) ?? '86400');
  return { type, durationSeconds, appCookie: attribute('app_cookie.cookie_name') ?? '' } as const;
}

function openFirst(cookies: string | undefined, names: readonly string[], seal: CookieSeal): StickyChoice | undefined {
  for (const name of names) {
    const value = readCookie(cookies, name);
    const held = value === undefined ? undefined : seal.open(value);
    if (held) return held;
  }
  return undefined;
}

const stillHolds = (held: StickyChoice | undefined, scope: string, seconds: number, now: number) =>
  held !== undefined && held.scope === scope && now < held.at + seconds * 1000;
