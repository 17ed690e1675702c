// The dialects by name, with what a platform team decides for all Gateways.
import { invariant } from '../base/invariant.ts';
import type { Tags } from '../stack/stack.ts';
import { alb } from './alb.ts';
import { lbc } from './lbc.ts';
import type { Defaults, Profile } from './profile.ts';

/** Named after the controller flags and feature gates of LBC; what is absent has the default of the flag. */
export interface PlatformDefaults {
  readonly defaultLoadBalancerScheme?: 'internal' | 'internet-facing';
  readonly defaultSslPolicy?: string;
  readonly defaultTargetType?: 'instance' | 'ip';
  readonly defaultTags?: Tags;
  readonly enableDefaultTagsLowPriority?: boolean;
  readonly externalManagedTags?: readonly string[];
  readonly enableBackendSecurityGroup?: boolean;
  /** Id of a security group that exists; it is never changed. */
  readonly backendSecurityGroup?: string;
  readonly enableManageBackendSecurityGroupRules?: boolean;
  readonly disableRestrictedSgRules?: boolean;
  readonly albSingleSubnet?: boolean;
}

const profiles: readonly Profile[] = [alb, lbc];

/** The profile `alb` or `lbc`; any other name is a mistake of the deployment and stops it. */
export function profileNamed(name: string, platform: PlatformDefaults = {}): Profile {
  const profile = profiles.find((candidate) => candidate.name === name);
  invariant(profile !== undefined, `profile "${name}" is one of ${profiles.map((known) => known.name).join(', ')}`);
  return { ...profile, defaults: defaultsOf(platform, profile.defaults) };
}

function defaultsOf(platform: PlatformDefaults, absent: Defaults): Defaults {
  return {
    scheme: platform.defaultLoadBalancerScheme ?? absent.scheme,
    sslPolicy: platform.defaultSslPolicy ?? absent.sslPolicy,
    targetType: platform.defaultTargetType ?? absent.targetType,
    tags: platform.defaultTags ?? absent.tags,
    tagsYield: platform.enableDefaultTagsLowPriority ?? absent.tagsYield,
    externalTagKeys: platform.externalManagedTags ?? absent.externalTagKeys,
    backendGroup: backendGroupOf(platform) ?? absent.backendGroup,
    managesTargetIngress: platform.enableManageBackendSecurityGroupRules ?? absent.managesTargetIngress,
    restrictsTargetPorts: platform.disableRestrictedSgRules !== true && absent.restrictsTargetPorts,
    leastSubnets: platform.albSingleSubnet === true ? 1 : absent.leastSubnets,
  };
}

function backendGroupOf({
  enableBackendSecurityGroup,
  backendSecurityGroup: id,
}: PlatformDefaults): Defaults['backendGroup'] | undefined {
  if (enableBackendSecurityGroup === false) return 'none';
  return id === undefined ? undefined : { id };
}
