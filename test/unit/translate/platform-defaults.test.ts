// What a platform team decides for every Gateway, and how far configurations may say otherwise.
import { describe, expect, it } from 'vitest';
import { type PlatformDefaults, profileNamed } from '../../../lib/core/profile/profiles.ts';
import { aGateway, aLoadBalancerConfiguration, anHttpRoute, type RawObject } from '../../support/builders.ts';
import { aSubnet, facts, messages, stackOf, translated } from '../../support/translation.ts';

const parametersRef = { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' };

const objects = (spec: Readonly<Record<string, unknown>> = {}): readonly RawObject[] => [
  aGateway({ infrastructure: { parametersRef } }),
  aLoadBalancerConfiguration(spec),
  anHttpRoute(),
];

const alb = (platform: PlatformDefaults) => ({ profile: profileNamed('alb', platform) });
const lbc = (platform: PlatformDefaults) => ({ profile: profileNamed('lbc', platform) });

describe('default tags', () => {
  const asked = objects({ tags: { team: 'shop', x: '1' } });
  const defaultTags = { team: 'platform' };

  it('win over those of a configuration', () =>
    expect(stackOf(asked, alb({ defaultTags })).loadBalancer?.tags).toEqual({ team: 'platform', x: '1' }));
  it('give way where their priority is low', () =>
    expect(stackOf(asked, alb({ defaultTags, enableDefaultTagsLowPriority: true })).loadBalancer?.tags).toEqual({
      team: 'shop',
      x: '1',
    }));
});

describe('tag keys that are managed outside', () => {
  const asked = objects({ tags: { cost: '7', x: '1' } });
  const platform = { externalManagedTags: ['cost'] };

  it('are left out, and that is said', () => {
    const built = translated(asked, alb(platform));
    expect(built.stack?.loadBalancer?.tags).toEqual({ x: '1' });
    expect(messages(built)).toEqual([expect.stringContaining('"cost" is managed outside')]);
  });

  it('stop the whole Gateway under lbc', () => expect(translated(asked, lbc(platform)).stack).toBeUndefined());
});

describe('the security group in front of targets', () => {
  it('is the load balancer’s own where the shared one is switched off', () => {
    const stack = stackOf(objects(), alb({ enableBackendSecurityGroup: false }));
    expect(stack.securityGroups.map(({ id }) => id)).toEqual(['ManagedLBSecurityGroup']);
    expect(stack.loadBalancer?.securityGroups).toHaveLength(1);
    expect(stack.targetIngress[0]?.rules[0]?.source).toEqual({
      securityGroup: { ref: 'ManagedLBSecurityGroup', attribute: 'groupId' },
    });
  });

  it('may be one that exists, which stays as it is', () => {
    const stack = stackOf(objects(), alb({ backendSecurityGroup: 'sg-platform' }));
    expect(stack.securityGroups.map(({ id }) => id)).toEqual(['ManagedLBSecurityGroup']);
    expect(stack.loadBalancer?.securityGroups).toEqual([expect.anything(), 'sg-platform']);
    expect(stack.targetIngress[0]?.rules[0]?.source).toEqual({ securityGroup: 'sg-platform' });
  });

  it('cannot be managed for named groups where it is switched off', () => {
    const asked = objects({ securityGroups: ['sg-mine'], manageBackendSecurityGroupRules: true });
    const built = translated(asked, alb({ enableBackendSecurityGroup: false }));
    expect(built.stack).toBeUndefined();
    expect(messages(built)[0]).toContain('enableBackendSecurityGroup');
  });

  it('is managed for named groups by default where the platform team says so, but not under lbc (LIM-58)', () => {
    const asked = objects({ securityGroups: ['sg-mine'] });
    const platform = { enableManageBackendSecurityGroupRules: true };
    expect(stackOf(asked, alb(platform)).targetIngress).toHaveLength(1);
    expect(stackOf(asked, lbc(platform)).targetIngress).toEqual([]);
  });

  it('may reach all ports where ports are not restricted', () =>
    expect(stackOf(objects(), alb({ disableRestrictedSgRules: true })).targetIngress[0]?.rules).toMatchObject([
      { fromPort: 0, toPort: 65_535 },
    ]));
});

describe('one subnet', () => {
  const world = { facts: { ...facts, subnets: [aSubnet('a')] } };

  it('is too few', () => expect(translated(objects(), world).stack).toBeUndefined());
  it('is enough where the platform team says so', () =>
    expect(stackOf(objects(), { ...world, ...alb({ albSingleSubnet: true }) }).loadBalancer?.subnetIds).toEqual([
      'subnet-a',
    ]));
});
