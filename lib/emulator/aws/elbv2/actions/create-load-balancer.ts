import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { elbv2Arn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { placeInterfaces, provision, provisioningSeconds } from '../load-balancers/lifecycle.ts';
import { countOfType, putLoadBalancer } from '../load-balancers/load-balancer-rows.ts';
import { readSettings, type Settings, type SettingsInput } from '../load-balancers/settings.ts';
import { traitsOf } from '../load-balancers/types.ts';
import { toLoadBalancerView } from '../load-balancers/views.ts';
import { findByName } from '../named-rows.ts';
import { refuseLoadBalancerName } from '../names.ts';
import type { LoadBalancer, LoadBalancerType } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';

interface CreateLoadBalancerInput extends SettingsInput {
  readonly Name: string;
  readonly Tags?: readonly Tag[];
}

/** CreateLoadBalancer. The same name with the same settings answers with the one that exists; tags do not count. */
export const createLoadBalancer = (elbv2: Elbv2) =>
  function create(input: CreateLoadBalancerInput) {
    refuseLoadBalancerName(input.Name);
    const settings = readSettings(elbv2, input);
    const tags = readNewTags(elbv2, input.Tags);
    const existing = findByName(elbv2, 'loadBalancers', input.Name);
    if (existing) {
      if (hasSettings(existing, settings)) return { LoadBalancers: [toLoadBalancerView(elbv2, existing)] };
      throw new AwsError(
        'DuplicateLoadBalancerName',
        `A load balancer with the same name '${input.Name}' exists, but with different settings`,
      );
    }
    refuseTooMany(elbv2, settings.type);
    const created = { ...identify(elbv2, input.Name, settings), ...settings, tags };
    putLoadBalancer(elbv2, created);
    placeInterfaces(elbv2, created);
    // The answer to Create always says `provisioning`, however fast the rest goes.
    const answer = { LoadBalancers: [toLoadBalancerView(elbv2, created)] };
    provision(elbv2, created.arn, provisioningSeconds);
    elbv2.world.changed();
    return answer;
  };

/** Each type has a quota of its own. */
function refuseTooMany(elbv2: Elbv2, type: LoadBalancerType): void {
  const { loadBalancers, networkLoadBalancers, gatewayLoadBalancers } = elbv2.world.limits;
  const limit = { application: loadBalancers, network: networkLoadBalancers, gateway: gatewayLoadBalancers }[type];
  if (countOfType(elbv2, type) >= limit) {
    throw new AwsError('TooManyLoadBalancers', 'The maximum number of load balancers has been reached');
  }
}

function hasSettings(existing: LoadBalancer, settings: Settings): boolean {
  // The default of members that may be changed later, so that a change back is the same again.
  const comparable = ({ subnets, securityGroups, sourceNatPrefix = 'off', ...rest }: Settings) => ({
    ...rest,
    sourceNatPrefix,
    subnets: [...subnets].sort((a, b) => (a.subnetId < b.subnetId ? -1 : 1)),
    securityGroups: [...securityGroups].sort(),
  });
  const {
    arn: _arn,
    name: _name,
    dnsName: _dnsName,
    state: _state,
    isServing: _isServing,
    createdAt: _createdAt,
    attributes: _attributes,
    capacity: _capacity,
    tags: _tags,
    ...present
  } = existing;
  return isDeepStrictEqual(comparable(present), comparable(settings));
}

function identify({ world }: Elbv2, name: string, { type, scheme }: Settings) {
  const digits = world.random.digits(10);
  const id = world.random.hex(16);
  return {
    arn: elbv2Arn(world, `loadbalancer/${traitsOf(type).segment}/${name}/${id}`),
    name,
    dnsName:
      type === 'application'
        ? `${scheme === 'internal' ? 'internal-' : ''}${name}-${digits}.${world.region}.elb.amazonaws.com`
        : `${name}-${id}.elb.${world.region}.amazonaws.com`,
    state: 'provisioning',
    isServing: false,
    createdAt: world.clock.now(),
    attributes: {},
  } as const;
}
