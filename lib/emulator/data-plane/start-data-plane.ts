// The data plane of the emulated load balancers: listens on loopback for every active one, routes as its rules say and
// checks the health of its targets, always following the control plane's views.
import type { Clock } from '../clock.ts';
import { addressLocator, defaultAddressMap, type AddressMap } from './address-map.ts';
import type { Exchange } from './front/exchange.ts';
import { createIdleWatch } from './front/idle-watch.ts';
import { createHealthChecker } from './health/health-checker.ts';
import { loadBalancerAddress } from './load-balancer-address.ts';
import { createLoadBalancerSite, type LoadBalancerSite } from './load-balancer-site.ts';
import type { LoadBalancerSource } from './load-balancer-source.ts';
import { likelyReadings, type Readings } from './readings.ts';
import { decide } from './routing/decide.ts';
import { createCookieSeal } from './routing/sticky-cookie.ts';
import { createRandom } from '../random.ts';
import { forwardRequest, type ForwardContext } from './targets/forward.ts';
import { createHttp1Connections } from './targets/forward-http1.ts';
import { createHttp2Connections } from './targets/forward-http2.ts';
import { createTraffic } from './targets/traffic.ts';
import { createViews, type Views } from './views.ts';

export interface DataPlaneOptions {
  readonly source: LoadBalancerSource;
  readonly clock: Clock;
  /** Where VPC addresses live on this machine. */
  readonly addressMap?: AddressMap;
  /** Decides every choice made by chance: weights, trace identifiers, cookie keys. */
  readonly seed?: number;
  /** One address for all load balancers instead of one each. */
  readonly listenAddress?: string;
  /** Where a real port cannot be bound, this plus the listener port is tried before any free one. */
  readonly portBase?: number;
  /** Factor on health check intervals; 0 makes health settle at once. */
  readonly timeScale?: number;
  readonly readings?: Readings;
  /** Told when a listener cannot be opened (no free port, a broken certificate); a process warning by default. */
  readonly onError?: (error: unknown) => void;
}

/** Where a load balancer answers: `ports` maps each listener port to the port bound for it on `address`. */
export interface BoundLoadBalancer {
  readonly address: string;
  readonly ports: Readonly<Record<string, number>>;
}

export interface DataPlane {
  /** Where a load balancer listens; undefined while it is not active. */
  address(loadBalancerArn: string): BoundLoadBalancer | undefined;
  /** Resolves once the listening sockets fit the control plane's present views. */
  settled(): Promise<void>;
  /** Closes every socket and stops every check. */
  close(): Promise<void>;
}

/** Starts the data plane; it follows `source` until it is closed. */
export function startDataPlane(options: DataPlaneOptions): DataPlane {
  const parts = assemble(options);
  const sites = new Map<string, LoadBalancerSite>();
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

type Parts = ReturnType<typeof assemble>;

function assemble(options: DataPlaneOptions) {
  const random = createRandom(options.seed ?? 1);
  const locate = addressLocator(options.addressMap ?? defaultAddressMap);
  const views: Views = createViews(options.source, options.readings ?? likelyReadings);
  const traffic = createTraffic();
  const idle = createIdleWatch(options.clock);
  const health = createHealthChecker({ ...options, locate, traffic, timeScale: options.timeScale ?? 1 });
  const http1 = createHttp1Connections();
  const http2 = createHttp2Connections();
  const context: ForwardContext = {
    clock: options.clock,
    random,
    seal: createCookieSeal(random),
    locate,
    idle,
    traffic,
    http1,
    http2,
    targetGroup: views.targetGroup,
  };
  return {
    views,
    idle,
    clock: options.clock,
    handle: (exchange: Exchange) => {
      const decision = decide(exchange.compiled, exchange.request);
      if (decision.kind === 'answer') exchange.answer(decision.answer);
      else forwardRequest(exchange, decision, context);
    },
    lookAtTargets: () => {
      const groups = options.source.targetGroups();
      traffic.cutUnregistered(groups);
      health.reconcile(groups, new Set(views.active().map(({ arn }) => arn)));
    },
    close: () => {
      health.close();
      http1.close();
      http2.close();
      idle.close();
    },
  };
}

async function reconcileSites(
  sites: Map<string, LoadBalancerSite>,
  parts: Parts,
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

function openSite(arn: string, sites: ReadonlyMap<string, LoadBalancerSite>, parts: Parts, options: DataPlaneOptions) {
  const taken = new Set([...sites.values()].map((site) => site.address()));
  return createLoadBalancerSite({
    address: options.listenAddress ?? loadBalancerAddress(arn, taken),
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
    listenerSite: (port) => ({
      compiled: () => parts.views.listener(arn, port),
      handle: parts.handle,
      clock: parts.clock,
      idle: parts.idle,
    }),
  });
}

const warn = (error: unknown) => process.emitWarning(error instanceof Error ? error : String(error));
