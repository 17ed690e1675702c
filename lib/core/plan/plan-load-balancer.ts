// The load balancer itself.
//
//   observed           | desired            | plan
//   -------------------+--------------------+------------------------------------------------------------
//   none of ours       | yes                | create; attributes that differ from AWS's defaults
//   ours, same scheme  | yes                | tags, security groups, subnets, address type, pools, attributes
//   ours, other scheme | yes                | said, not done: AWS cannot change it in place
//   ours               | no                 | delete, listeners and rules go with it
//
// What AWS refuses while a load balancer provisions (capacity, web ACL, protection) waits until it is active.
import type { Value } from '../base/ref.ts';
import type { LoadBalancer, Tags } from '../stack/stack.ts';
import { attributeChanges, attributeMemory } from './attributes.ts';
import { type ObservedLoadBalancer, unreadProtection } from './observed.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Wait } from './plan.ts';
import type { Planning } from './planning.ts';
import { refsIn, resolveRefs } from './resolve-refs.ts';
import type { Step, StepRequest } from './step.ts';
import { tagSteps } from './tag-steps.ts';

export interface LoadBalancerSteps {
  readonly grow: readonly Step[];
  readonly shrink: readonly Step[];
  readonly waitsFor: readonly Wait[];
}

/** Name by which our protections are told from others'. https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html */
const protectionName = 'managed by aws-load-balancer-controller';
const provisioningPoll = 5;

/** No steps while somebody else holds the name. A stack without load balancer deletes all that carry its tags. */
export function planLoadBalancer(planning: Planning): LoadBalancerSteps {
  const { stack, matches } = planning;
  const desired = stack.loadBalancer;
  if (desired === undefined) return { grow: [], shrink: deleteSteps(planning), waitsFor: [] };
  if (matches.blocked[desired.id] !== undefined) return { grow: [], shrink: [], waitsFor: [] };
  const found = matches.loadBalancer;
  if (found === undefined)
    return { grow: createSteps(desired, planning), shrink: [], waitsFor: [provisioning(desired)] };
  return {
    grow: [...modifySteps(desired, found, planning), ...(isActive(found) ? addOnSteps(desired, found) : [])],
    shrink: [],
    waitsFor: [
      ...(isActive(found) ? [] : [provisioning(desired)]),
      ...schemeWait(desired, found),
      ...protectionWait(desired, found),
    ],
  };
}

function isActive({ state }: ObservedLoadBalancer): boolean {
  return state === 'active' || state === 'active_impaired';
}

function provisioning({ id, minimumCapacityUnits, webAclArn, shieldProtected }: LoadBalancer): Wait {
  const leavesUndone = minimumCapacityUnits !== undefined || webAclArn !== undefined || shieldProtected !== undefined;
  return {
    resource: id,
    why: 'AWS is provisioning the load balancer',
    leavesUndone,
    lookAgainInSeconds: provisioningPoll,
  };
}

function schemeWait(desired: LoadBalancer, found: ObservedLoadBalancer): readonly Wait[] {
  if (found.scheme === desired.scheme) return [];
  const why = `the load balancer is ${found.scheme}; AWS cannot make it ${desired.scheme} in place: delete the Gateway and create it again, or keep the scheme`;
  return [{ resource: desired.id, why, leavesUndone: true, lookAgainInSeconds: 600 }];
}

/** What stays undone is not remembered, so that the next run reads the id. */
function protectionWait({ id, shieldProtected }: LoadBalancer, found: ObservedLoadBalancer): readonly Wait[] {
  if (shieldProtected !== false || found.protectionId !== unreadProtection) return [];
  const why = 'the id of the Shield protection has to be read before it can be deleted';
  return [{ resource: id, why, leavesUndone: true, lookAgainInSeconds: 1 }];
}

function desiredTags(desired: LoadBalancer, current: Tags, { profile, stack }: Planning): Tags {
  return {
    ...desired.tags,
    ...trackingTags(profile, stack.gateway, desired.id),
    ...attributeMemory('load-balancer', desired.attributes, current, profile),
  };
}

function change(desired: LoadBalancer, reason: string, request: StepRequest): Step {
  return {
    id: `modify ${desired.id} ${request.call}`,
    verb: 'modify',
    resource: desired.id,
    reason,
    after: [],
    request,
  };
}

function createSteps(desired: LoadBalancer, planning: Planning): readonly Step[] {
  const loadBalancer = resolveRefs(desired, planning.matches.known);
  const create: Step = {
    id: `create ${desired.id}`,
    verb: 'create',
    resource: desired.id,
    reason: 'desired, absent',
    after: [],
    request: { call: 'CreateLoadBalancer', loadBalancer, tags: desiredTags(desired, {}, planning) },
  };
  return [create, ...attributeSteps(desired, { ref: desired.id, attribute: 'arn' }, { tags: {} }, planning)];
}

function attributeSteps(
  desired: LoadBalancer,
  arn: Value,
  current: Pick<ObservedLoadBalancer, 'attributes' | 'tags'>,
  { profile }: Planning,
): readonly Step[] {
  const attributes = attributeChanges('load-balancer', desired.attributes, current, profile);
  const reason = Object.entries(attributes)
    .map(([key, value]) => `${key} → ${value}`)
    .join(', ');
  return reason === ''
    ? []
    : [change(desired, reason, { call: 'ModifyLoadBalancerAttributes', loadBalancer: arn, attributes })];
}

/** An address pool is taken away before and given after everything else, as AWS checks it against the other settings. */
function modifySteps(desired: LoadBalancer, found: ObservedLoadBalancer, planning: Planning): readonly Step[] {
  const { arn } = found;
  const steps: Step[] = [];
  const wanted = resolveRefs(desired.securityGroups, planning.matches.known);
  const poolDiffers = desired.ipv4IpamPoolId !== found.ipv4IpamPoolId;
  if (poolDiffers && desired.ipv4IpamPoolId === undefined)
    steps.push(change(desired, 'address pool no longer desired', { call: 'ModifyIpPools', loadBalancer: arn }));
  if (refsIn(wanted).length > 0 || !sameSet(wanted.map(String), found.securityGroups)) {
    steps.push(
      change(desired, 'security groups differ', {
        call: 'SetSecurityGroups',
        loadBalancer: arn,
        securityGroups: wanted,
      }),
    );
  }
  if (!sameSet(desired.subnetIds, found.subnetIds)) {
    steps.push(
      change(desired, 'subnets differ', { call: 'SetSubnets', loadBalancer: arn, subnetIds: desired.subnetIds }),
    );
  }
  if (desired.ipAddressType !== found.ipAddressType) {
    const reason = `address type ${found.ipAddressType} → ${desired.ipAddressType}`;
    steps.push(
      change(desired, reason, { call: 'SetIpAddressType', loadBalancer: arn, ipAddressType: desired.ipAddressType }),
    );
  }
  steps.push(...attributeSteps(desired, arn, found, planning));
  if (poolDiffers && desired.ipv4IpamPoolId !== undefined) {
    steps.push(
      change(desired, 'address pool differs', {
        call: 'ModifyIpPools',
        loadBalancer: arn,
        ipv4IpamPoolId: desired.ipv4IpamPoolId,
      }),
    );
  }
  const tagged = {
    resource: desired.id,
    arn,
    desired: desiredTags(desired, found.tags, planning),
    observed: found.tags,
  };
  return [...tagSteps([tagged], planning.profile), ...steps];
}

function addOnSteps(desired: LoadBalancer, found: ObservedLoadBalancer): readonly Step[] {
  const { arn } = found;
  const steps: Step[] = [];
  if (desired.minimumCapacityUnits !== undefined && desired.minimumCapacityUnits !== (found.capacityUnits ?? 0)) {
    steps.push(
      change(desired, 'capacity differs', {
        call: 'ModifyCapacityReservation',
        loadBalancer: arn,
        capacityUnits: desired.minimumCapacityUnits,
      }),
    );
  }
  if (desired.webAclArn !== undefined && desired.webAclArn !== (found.webAclArn ?? '')) {
    const request: StepRequest =
      desired.webAclArn === ''
        ? { call: 'DisassociateWebACL', loadBalancer: arn }
        : { call: 'AssociateWebACL', loadBalancer: arn, webAclArn: desired.webAclArn };
    steps.push(change(desired, 'web ACL differs', request));
  }
  return [...steps, ...protectionSteps(desired, found)];
}

function protectionSteps(desired: LoadBalancer, { arn, protectionId }: ObservedLoadBalancer): readonly Step[] {
  if (desired.shieldProtected === true && protectionId === undefined)
    return [change(desired, 'to be protected', { call: 'CreateProtection', loadBalancer: arn, name: protectionName })];
  if (desired.shieldProtected === false && protectionId !== undefined && protectionId !== unreadProtection)
    return [change(desired, 'not to be protected', { call: 'DeleteProtection', protectionId })];
  return [];
}

function deleteSteps({ stack, observed, profile }: Planning): readonly Step[] {
  return observed.loadBalancers
    .filter(({ tags }) => isOfStack(tags, profile, stack.gateway))
    .map(({ arn, name }) => ({
      id: `delete ${arn}`,
      verb: 'delete',
      resource: arn,
      reason: `load balancer ${name} is no longer desired`,
      after: [],
      request: { call: 'DeleteLoadBalancer', loadBalancer: arn },
    }));
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
