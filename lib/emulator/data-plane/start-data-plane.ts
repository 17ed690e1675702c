// The data plane of the emulated load balancers: listens on loopback for every active one, routes as its rules say and
// checks the health of its targets, always following the control plane's views.
import type { IdentityProviderAccess } from './authenticate/identity-provider-access.ts';
import type { DataPlaneOptions } from './data-plane-options.ts';
import { assembleParts, warn, type DataPlaneParts } from './data-plane-parts.ts';
import { loadBalancerAddress } from './load-balancer-address.ts';
import { createLoadBalancerSite, type LoadBalancerSite } from './load-balancer-site.ts';

export type { DataPlaneOptions } from './data-plane-options.ts';

/** Where a load balancer answers: `ports` maps each listener port to the port bound for it on `address`. */
export interface BoundLoadBalancer {
  readonly address: string;
  readonly ports: Readonly<Record<string, number>>;
}

export interface DataPlane {
  /** Where a load balancer listens; undefined while it is not active. */
  address(loadBalancerArn: string): BoundLoadBalancer | undefined;
  /** Replaces where identity providers and token issuers are. */
  setIdentityProviders(access: IdentityProviderAccess): void;
  /** The public key (PEM) behind the `kid` of an `x-amzn-oidc-data` header; undefined for a key id that is not ours. */
  publicKey(keyId: string): string | undefined;
  /** Resolves once the listening sockets fit the control plane's present views. */
  settled(): Promise<void>;
  /** Closes every socket and stops every check. */
  close(): Promise<void>;
}

/** Starts the data plane; it follows `source` until it is closed. */
export function startDataPlane(options: DataPlaneOptions): DataPlane {
  const sites = new Map<string, LoadBalancerSite>();
  const parts = assembleParts(options, (arn) => sites.get(arn)?.address() ?? '-');
  let running: Promise<void> | undefined;
  let pending = true;
  let closed = false;

  const follow = async () => {
    while (pending && !closed) {
      pending = false;
      parts.lookAtTargets();
      await reconcileSites(sites, parts, options);
    }
  };
  const wake = () => {
    pending = true;
    if (closed) return;
    // Begins in a later turn, so that many changes of one turn are one look.
    running ??= Promise.resolve()
      .then(follow)
      .finally(() => {
        running = undefined;
        if (pending) wake();
      });
  };
  const unsubscribe = options.source.subscribe(() => {
    parts.views.outdate();
    wake();
  });
  wake();

  return {
    address: (arn) => {
      const site = sites.get(arn);
      return site && { address: site.address(), ports: site.ports() };
    },
    setIdentityProviders: parts.setIdentityProviders,
    publicKey: parts.authenticator.publicKey,
    settled: async () => {
      while (running) await running;
    },
    close: async () => {
      closed = true;
      unsubscribe();
      await running;
      await Promise.all([...sites.values()].map((site) => site.close()));
      parts.close();
    },
  };
}

async function reconcileSites(
  sites: Map<string, LoadBalancerSite>,
  parts: DataPlaneParts,
  options: DataPlaneOptions,
): Promise<void> {
  const active = parts.views.active();
  const arns = new Set(active.map(({ arn }) => arn));
  for (const [arn, site] of sites) {
    if (arns.has(arn)) continue;
    sites.delete(arn);
    await site.close();
  }
  for (const view of active) {
    const site = sites.get(view.arn) ?? openSite(view.arn, sites, parts, options);
    sites.set(view.arn, site);
    await site.reconcile(view).catch(options.onError ?? warn);
  }
}

function openSite(
  arn: string,
  sites: ReadonlyMap<string, LoadBalancerSite>,
  parts: DataPlaneParts,
  options: DataPlaneOptions,
) {
  const taken = new Set([...sites.values()].map((site) => site.address()));
  return createLoadBalancerSite({
    address: options.listenAddress ?? loadBalancerAddress(arn, taken),
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
    listenerSite: (port) => parts.listenerSite(arn, port),
  });
}
