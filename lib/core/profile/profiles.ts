// The dialects by name, with the defaults that a platform team sets for all Gateways.
import { invariant } from '../base/invariant.ts';
import type { Tags } from '../stack/stack.ts';
import { alb } from './alb.ts';
import { lbc } from './lbc.ts';
import type { Profile } from './profile.ts';

export interface PlatformDefaults {
  readonly defaultLoadBalancerScheme?: 'internal' | 'internet-facing';
  readonly defaultSslPolicy?: string;
  readonly defaultTargetType?: 'instance' | 'ip';
  readonly defaultTags?: Tags;
}

const profiles: readonly Profile[] = [alb, lbc];

/** The profile `alb` or `lbc`; any other name is a mistake of the deployment and stops it. */
export function profileNamed(name: string, platform: PlatformDefaults = {}): Profile {
  const profile = profiles.find((candidate) => candidate.name === name);
  invariant(profile !== undefined, `profile "${name}" is one of ${profiles.map((known) => known.name).join(', ')}`);
  const { defaults } = profile;
  return {
    ...profile,
    defaults: {
      scheme: platform.defaultLoadBalancerScheme ?? defaults.scheme,
      sslPolicy: platform.defaultSslPolicy ?? defaults.sslPolicy,
      targetType: platform.defaultTargetType ?? defaults.targetType,
      tags: platform.defaultTags ?? defaults.tags,
    },
  };
}
