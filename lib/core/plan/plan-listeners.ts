// Listeners: the port is the identity, everything else can be changed in place. A listener goes with its rules.
import type { Value } from '../base/ref.ts';
import type { AlbListener, MutualAuthentication, Tags } from '../stack/stack.ts';
import { canonicalJson } from '../base/canonical.ts';
import { attributeChanges, attributeMemory } from './attributes.ts';
import { actionsText } from './canonical-rule.ts';
import type { ObservedListener } from './observed.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Planning } from './planning.ts';
import { refsIn, resolveRefs } from './resolve-refs.ts';
import type { Step, StepRequest } from './step.ts';
import { tagSteps } from './tag-steps.ts';

export interface ListenerSteps {
  readonly grow: readonly Step[];
  readonly shrink: readonly Step[];
}

/**
 * `grow` first changes tags, then creates or modifies listeners in the order of the stack. Listeners on held ports
 * are never in `shrink`.
 */
export function planListeners(planning: Planning): ListenerSteps {
  const { stack, matches, profile } = planning;
  const buildable = stack.listeners
    .filter(({ id }) => matches.blocked[id] === undefined)
    .map((listener) => resolveRefs(listener, matches.known));
  const tagged = buildable.flatMap((listener) => {
    const found = matches.listeners[listener.id];
    return found === undefined
      ? []
      : [
          {
            resource: listener.id,
            arn: found.arn,
            desired: desiredTags(listener, planning, found.tags),
            observed: found.tags,
          },
        ];
  });
  return {
    grow: [
      ...tagSteps(tagged, profile),
      ...buildable.flatMap((listener) => {
        const found = matches.listeners[listener.id];
        return found === undefined ? createSteps(listener, planning) : modifySteps(listener, found, planning);
      }),
    ],
    shrink: leftoverListeners(planning).map(deleteStep),
  };
}

function leftoverListeners({ stack, observed, profile, matches }: Planning): readonly ObservedListener[] {
  const { loadBalancer } = matches;
  if (loadBalancer === undefined) return [];
  return observed.listeners.filter(
    ({ arn, port, loadBalancerArn, tags }) =>
      loadBalancerArn === loadBalancer.arn &&
      isOfStack(tags, profile, stack.gateway) &&
      stack.heldPorts?.includes(port) !== true &&
      !Object.values(matches.listeners).some((matched) => matched.arn === arn),
  );
}

function desiredTags(listener: AlbListener, { profile, stack }: Planning, current: Tags = {}): Tags {
  return {
    ...listener.tags,
    ...trackingTags(profile, stack.gateway, listener.id),
    ...attributeMemory('listener', listener.attributes, current, profile),
  };
}

function change(listener: AlbListener, reason: string, request: StepRequest): Step {
  return {
    id: `modify ${listener.id} ${request.call}`,
    verb: 'modify',
    resource: listener.id,
    reason,
    after: [],
    request,
  };
}

function createSteps(listener: AlbListener, planning: Planning): readonly Step[] {
  const { loadBalancer } = planning.stack;
  if (loadBalancer === undefined) return [];
  const arn: Value = { ref: listener.id, attribute: 'arn' };
  const create: Step = {
    id: `create ${listener.id}`,
    verb: 'create',
    resource: listener.id,
    reason: 'desired, absent',
    after: [],
    request: {
      call: 'CreateListener',
      loadBalancer: resolveRefs<Value>({ ref: loadBalancer.id, attribute: 'arn' }, planning.matches.known),
      listener,
      tags: desiredTags(listener, planning),
    },
  };
  return [create, ...certificateSteps(listener, arn, []), ...attributeSteps(listener, arn, { tags: {} }, planning)];
}

function modifySteps(listener: AlbListener, found: ObservedListener, planning: Planning): readonly Step[] {
  const differences = differencesOf(listener, found);
  return [
    ...(differences.length === 0
      ? []
      : [
          change(listener, `${differences.join(', ')} differ`, {
            call: 'ModifyListener',
            listener: found.arn,
            to: listener,
          }),
        ]),
    ...certificateSteps(listener, found.arn, found.certificates.slice(1)),
    ...attributeSteps(listener, found.arn, found, planning),
  ];
}

/** What ModifyListener has to change. A policy or a mutual authentication that AWS chose itself is no difference. */
function differencesOf(listener: AlbListener, found: ObservedListener): readonly string[] {
  const differences: string[] = [];
  if (listener.protocol !== found.protocol) differences.push('protocol');
  if (actionsText(listener.defaultActions) !== actionsText(found.defaultActions)) differences.push('default actions');
  if (canonicalJson(listener.certificates[0]) !== canonicalJson(found.certificates[0]))
    differences.push('default certificate');
  if (listener.sslPolicy !== undefined && listener.sslPolicy !== found.sslPolicy) differences.push('TLS policy');
  if (mutualText(listener.mutualAuthentication) !== mutualText(found.mutualAuthentication))
    differences.push('mutual TLS');
  return differences;
}

/** Members that AWS fills in: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html */
function mutualText(mutual: MutualAuthentication | undefined): string {
  if (mutual === undefined || mutual.mode === 'off') return 'off';
  if (mutual.mode === 'passthrough') return 'passthrough';
  return canonicalJson({ ignoreClientCertificateExpiry: false, advertiseTrustStoreCaNames: 'off', ...mutual });
}

/** SNI certificates; added before any is removed, and the default one first of all by ModifyListener. */
function certificateSteps(listener: AlbListener, arn: Value, present: readonly string[]): readonly Step[] {
  const wanted = listener.certificates.slice(1);
  const missing = wanted.filter(
    (certificate) => refsIn(certificate).length > 0 || !present.includes(String(certificate)),
  );
  const surplus = present.filter(
    (certificate) => !wanted.includes(certificate) && listener.certificates[0] !== certificate,
  );
  const steps: Step[] = [];
  if (missing.length > 0)
    steps.push(
      change(listener, 'certificates missing', {
        call: 'AddListenerCertificates',
        listener: arn,
        certificates: missing,
      }),
    );
  if (surplus.length > 0) {
    const request: StepRequest = { call: 'RemoveListenerCertificates', listener: arn, certificates: surplus };
    steps.push({
      ...change(listener, 'certificates no longer desired', request),
      id: `delete ${listener.id} certificates`,
      verb: 'delete',
    });
  }
  return steps;
}

function attributeSteps(
  listener: AlbListener,
  arn: Value,
  current: Pick<ObservedListener, 'attributes' | 'tags'>,
  { profile }: Planning,
): readonly Step[] {
  const attributes = attributeChanges('listener', listener.attributes, current, profile);
  const reason = Object.entries(attributes)
    .map(([key, value]) => `${key} → ${value}`)
    .join(', ');
  return reason === ''
    ? []
    : [change(listener, reason, { call: 'ModifyListenerAttributes', listener: arn, attributes })];
}

function deleteStep({ arn, port }: ObservedListener): Step {
  return {
    id: `delete ${arn}`,
    verb: 'delete',
    resource: arn,
    reason: `listener on port ${String(port)} is no longer desired`,
    after: [],
    request: { call: 'DeleteListener', listener: arn },
  };
}
