// What is ours, told by tags alone: nothing without them is ever touched. The exceptions have tags of their own: the
// cluster's shared backend security group, and security groups that EKS marks as the cluster's (we add ingress there).
import type { ClusterId, GatewayKey } from '../base/ids.ts';
import { fitTagValue } from '../profile/names.ts';
import type { Profile } from '../profile/profile.ts';
import type { Tags } from '../stack/stack.ts';

/** The tags that prove ownership of a resource of a stack. */
export function trackingTags(profile: Profile, gateway: GatewayKey, resource: string): Tags {
  const { tagKeys, names } = profile;
  return {
    [tagKeys.cluster]: gateway.cluster,
    [tagKeys.stack]: fitTagValue(names.stack(gateway)),
    [tagKeys.resource]: fitTagValue(resource),
  };
}

/** Tags of the security group that all load balancers of a cluster share. */
export function sharedTags(profile: Profile, cluster: ClusterId): Tags {
  return { [profile.tagKeys.cluster]: cluster, [profile.tagKeys.sharedResource]: profile.tagKeys.sharedResourceValue };
}

/** Any resource of the Gateway, whichever id it has inside the stack. */
export function isOfStack(tags: Tags, profile: Profile, gateway: GatewayKey): boolean {
  return (
    tags[profile.tagKeys.cluster] === gateway.cluster &&
    tags[profile.tagKeys.stack] === fitTagValue(profile.names.stack(gateway))
  );
}

/** The backend security group that all load balancers of `cluster` share. It is of no stack. */
export function isShared(tags: Tags, profile: Profile, cluster: ClusterId): boolean {
  return carries(tags, sharedTags(profile, cluster));
}

/** `kubernetes.io/cluster/<name>` = `owned` or `shared`: in front of the cluster's nodes and pods. */
export function isClusterOwned(tags: Tags, profile: Profile, cluster: ClusterId): boolean {
  const mark = tags[profile.tagKeys.clusterOwned(cluster)];
  return mark === 'owned' || mark === 'shared';
}

/** Whether `tags` say that they belong to the resource with this id of some stack. */
export function isResource(tags: Tags, profile: Profile, resource: string): boolean {
  return tags[profile.tagKeys.resource] === fitTagValue(resource);
}

/** Whether every wanted tag is there with the same value; further tags do not matter. */
export function carries(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
