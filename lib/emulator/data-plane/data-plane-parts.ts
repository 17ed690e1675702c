// The parts of a data plane, wired to each other.
import { createRandom } from '../random.ts';
import { addressLocator, defaultAddressMap } from './address-map.ts';
import { createAuthenticator, type Authenticator } from './authenticate/authenticator.ts';
import type { IdentityProviderAccess } from './authenticate/identity-provider-access.ts';
import { carryOut } from './carry-out.ts';
import type { DataPlaneOptions } from './data-plane-options.ts';
import type { ListenerSite } from './front/client-connection.ts';
import { createIdleWatch } from './front/idle-watch.ts';
import { createHealthChecker } from './health/health-checker.ts';
import { createLoadBalancerLogs } from './logs/load-balancer-logs.ts';
import { likelyReadings, type Readings } from './readings.ts';
import { decide } from './routing/decide.ts';
import { createCookieSeal } from './routing/sticky-cookie.ts';
import type { ForwardContext } from './targets/forward.ts';
import { createHttp1Connections } from './targets/forward-http1.ts';
import { createHttp2Connections } from './targets/forward-http2.ts';
import { createTraffic } from './targets/traffic.ts';
import { createViews, type Views } from './views.ts';

export interface DataPlaneParts {
  readonly views: Views;
  readonly authenticator: Authenticator;
  setIdentityProviders(access: IdentityProviderAccess): void;
  /** Serves the listener of a load balancer on one port. */
  listenerSite(loadBalancerArn: string, port: number): ListenerSite;
  /** Checks and cuts targets as the present views ask for. */
  lookAtTargets(): void;
  close(): void;
}

/** Everything but the listening sockets. `nodeAddress` is where a load balancer listens. */
export function assembleParts(
  options: DataPlaneOptions,
  nodeAddress: (loadBalancerArn: string) => string,
): DataPlaneParts {
  const { clock, source, seed = 1 } = options;
  // Sequences of their own, so that a login or a log changes no weighted choice.
  const [random, loginRandom, logRandom] = [createRandom(seed), createRandom(seed + 1), createRandom(seed + 2)];
  const readings: Readings = { ...likelyReadings, ...options.readings };
  const views = createViews(source, readings);
  const forwarding = assembleForwarding(options, views, random);
  const { traffic, locate, idle } = forwarding.context;
  const health = createHealthChecker({ ...options, locate, traffic, timeScale: options.timeScale ?? 1 });
  const failed = options.onError ?? warn;
  const deliver = options.deliverLog ?? (() => undefined);
  const logs = createLoadBalancerLogs({ clock, random: logRandom, deliver, failed, nodeAddress });
  let access = options.identityProviders ?? {};
  const authenticator = createAuthenticator({ clock, random: loginRandom, readings, access: () => access });
  const context = { authenticator, forward: forwarding.context, failed };
  return {
    views,
    authenticator,
    setIdentityProviders: (next) => void (access = next),
    listenerSite: (arn, port) => {
      const compiled = () => views.listener(arn, port);
      const { connected, ...listenerLogs } = logs.forListener(compiled);
      return {
        compiled,
        clock,
        idle,
        handle: (exchange) =>
          carryOut(exchange, decide(exchange.compiled, exchange.request, exchange.journal), context),
        ...listenerLogs,
        connected: (record, socket) => {
          connected(record, socket);
          options.onConnection?.(record);
        },
      };
    },
    lookAtTargets: () => {
      const groups = source.targetGroups();
      traffic.cutUnregistered(groups);
      health.reconcile(groups, new Set(views.active().map(({ arn }) => arn)));
    },
    close: () => {
      health.close();
      forwarding.close();
      idle.close();
    },
  };
}

/** What carries requests to targets. */
function assembleForwarding(options: DataPlaneOptions, views: Views, random: ForwardContext['random']) {
  const idle = createIdleWatch(options.clock);
  const http1 = createHttp1Connections(idle);
  const http2 = createHttp2Connections(idle);
  const context: ForwardContext = {
    clock: options.clock,
    random,
    seal: createCookieSeal(random),
    locate: addressLocator(options.addressMap ?? defaultAddressMap),
    idle,
    traffic: createTraffic(),
    http1,
    http2,
    targetGroup: views.targetGroup,
    ...(options.functions && { functions: options.functions }),
  };
  return {
    context,
    close: () => {
      http1.close();
      http2.close();
    },
  };
}

/** Nobody listens: the process says it. */
export const warn = (error: unknown) => process.emitWarning(error instanceof Error ? error : String(error));
