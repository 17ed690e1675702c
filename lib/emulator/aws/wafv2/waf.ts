// What WAFv2 works on: web ACLs, IP sets, and which web ACL guards which load balancer.
import { createTables, type Tables } from '../tables.ts';
import type { World } from '../world.ts';

type TagMap = Readonly<Record<string, string>>;

/** What web ACLs and IP sets have in common. Every change gets a new lock token. */
export interface WafEntity {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly description?: string;
  readonly lockToken: string;
  readonly tags: TagMap;
}

export interface WebAcl extends WafEntity {
  readonly capacity: number;
  /** The members of a WebACL that come back as they were given: `DefaultAction`, `Rules`, `VisibilityConfig` … */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface IpSet extends WafEntity {
  readonly version: 'IPV4' | 'IPV6';
  readonly addresses: readonly string[];
}

interface WafRows {
  /** By ARN. */
  readonly webAcls: Map<string, WebAcl>;
  readonly ipSets: Map<string, IpSet>;
  /** Resource ARN → web ACL ARN. */
  readonly associations: Map<string, string>;
}

export interface Waf {
  readonly world: World;
  readonly tables: Tables<WafRows>;
  /** State of a load balancer, or undefined if there is none. */
  readonly loadBalancerState: (arn: string) => string | undefined;
}

/** WAF without web ACLs. */
export const createWaf = (world: World, loadBalancerState: Waf['loadBalancerState']): Waf => ({
  world,
  loadBalancerState,
  tables: createTables<WafRows>(() => ({ webAcls: new Map(), ipSets: new Map(), associations: new Map() })),
});

/** Load balancers that a web ACL guards; those that are gone are guarded by none. */
export const guardedBy = ({ tables, loadBalancerState }: Waf, webAclArn: string): readonly string[] =>
  [...tables.now.associations].flatMap(([resource, acl]) =>
    acl === webAclArn && loadBalancerState(resource) !== undefined ? [resource] : [],
  );
