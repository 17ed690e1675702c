// Backends and weights of a route rule as a forward action.
import type { Value } from '../../base/ref.ts';
import type { BackendNode } from '../../graph/graph.ts';
import { isRefusal, refuse } from '../../profile/refusal.ts';
import type { Refusal } from '../../profile/refusal.ts';
import type { Share } from '../../profile/weighing.ts';
import type { ForwardAction } from '../../stack/listener-rule.ts';
import type { TargetGroup } from '../../stack/stack.ts';
import { rulePath } from './host-units.ts';
import type { HostUnit } from './host-units.ts';
import { serviceTargetGroup, unavailableTargetGroup } from '../target-groups.ts';
import { lack, reportRoute } from '../translation.ts';
import type { Translation } from '../translation.ts';

export interface Forward {
  /** Absent: nothing to forward to. */
  readonly action?: ForwardAction;
  /** Groups of the stack that the rule's backends have. */
  readonly groups: readonly TargetGroup[];
}

/** A backend that has a group: of the stack, or anyone's by ARN. */
type Resolved = { readonly group: TargetGroup } | { readonly arn: string };

/**
 * Weights are those that ALB takes, which may not be those of the route; what is lost is reported. Without an action
 * `groups` still names the groups of the backends.
 */
export function forwardTo(translation: Translation, unit: HostUnit): Forward {
  const backends = unit.rule.backends.map((backend) => ({
    backend,
    resolved: resolveBackend(translation, unit, backend),
  }));
  const groups = backends.flatMap(({ resolved }) =>
    resolved !== undefined && 'group' in resolved ? [resolved.group] : [],
  );
  const stickiness = stickinessOf(unit);
  const shares = backends.map(({ backend, resolved }) => ({
    ...(resolved === undefined ? {} : { group: identity(resolved) }),
    weight: backend.weight,
  }));
  const weighed = translation.profile.listenerRules.weigh(shares, stickiness?.enabled === true);
  const path = `${rulePath(unit.rule)}.backendRefs`;
  if (isRefusal(weighed)) reportRoute(translation, weighed.code, unit.route, { path, message: weighed.why });
  if (weighed.say !== 'forward') return { groups };
  if (weighed.note !== undefined)
    reportRoute(translation, 'backend-share-lost', unit.route, {
      path,
      severity: 'note',
      condition: 'ResolvedRefs',
      message: weighed.note,
    });
  return tuples(translation, weighed.shares, groups, stickiness);
}

function tuples(
  translation: Translation,
  shares: readonly Share[],
  groups: readonly TargetGroup[],
  stickiness: ForwardAction['stickiness'],
): Forward {
  const ids = new Set(groups.map(({ id }) => id));
  const unavailable = shares.some(({ group }) => group === undefined)
    ? unavailableTargetGroup(translation, groups[0])
    : undefined;
  const arnOf = (group: string | undefined): Value => {
    const id = group ?? unavailable?.id ?? '';
    return ids.has(id) || id === unavailable?.id ? { ref: id, attribute: 'arn' } : id;
  };
  return {
    action: {
      type: 'forward',
      targetGroups: shares.map(({ group, weight }) => ({ arn: arnOf(group), weight })),
      ...(stickiness === undefined ? {} : { stickiness }),
    },
    groups: unavailable === undefined ? groups : [...groups, unavailable],
  };
}

function identity(resolved: Resolved): string {
  return 'group' in resolved ? resolved.group.id : resolved.arn;
}

/** Undefined: an invalid backend; whoever found that out has said so. */
function resolveBackend(translation: Translation, unit: HostUnit, backend: BackendNode): Resolved | undefined {
  const resolved = findTargets(translation, unit, backend);
  if (!isRefusal(resolved)) return resolved;
  reportRoute(translation, resolved.code, unit.route, {
    path: `${rulePath(unit.rule)}.backendRefs[${backend.index}]`,
    condition: 'ResolvedRefs',
    message: resolved.why,
  });
  return undefined;
}

function findTargets(translation: Translation, unit: HostUnit, backend: BackendNode): Resolved | Refusal | undefined {
  const { target } = backend;
  switch (target.kind) {
    case 'service': {
      const group = serviceTargetGroup(translation, unit, backend, target.service);
      return isRefusal(group) ? group : { group };
    }
    case 'target-group-name':
      return foreignTargetGroup(translation, target.name);
    case 'gateway':
      return refuse(
        `Gateway ${target.namespace}/${target.name}: an ALB cannot forward to another load balancer. Name a Service`,
        'gateway-backend',
      );
    case 'invalid':
      return undefined;
  }
}

function foreignTargetGroup(translation: Translation, name: string): Resolved | Refusal | undefined {
  const { targetGroups } = translation.facts;
  if (targetGroups === undefined) return void lack(translation, { fact: 'target-group', name });
  const arn = targetGroups[name];
  return arn === undefined
    ? refuse(`there is no target group named "${name}". Create it or name another one`, 'target-group-unknown')
    : { arn };
}

function stickinessOf({ rule }: HostUnit): ForwardAction['stickiness'] {
  const asked = rule.ruleConfiguration?.actions?.find(({ type }) => type === 'forward')?.forwardConfig
    ?.targetGroupStickinessConfig;
  if (asked === undefined) return undefined;
  return {
    enabled: asked.enabled ?? false,
    ...(asked.durationSeconds === undefined ? {} : { durationSeconds: asked.durationSeconds }),
  };
}
