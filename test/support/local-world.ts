// The whole local stack for tests: everything `albatross local` starts, on addresses of this process's own.
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../lib/adapters/kube/apply-manifests.ts';
import { fetchPage, type Page } from '../../lib/cli/demo/fetch-page.ts';
import { applyAll } from '../../lib/cli/local/apply-all.ts';
import { composeLocal, type Local, type LocalEvent, type LocalOptions } from '../../lib/cli/local/compose-local.ts';
import type { AddressMap } from '../../lib/emulator/data-plane/address-map.ts';
import type { Stack, TemplateResource } from '../../lib/emulator/lambda/template/template.ts';

// Loopback is shared by all processes of a machine: each has ranges of its own for its pods and nodes.
const own = process.pid % 50;
const addressMap: AddressMap = [
  { from: '10.244.0.0/16', to: `127.${20 + own}.0.0/16` },
  { from: '10.0.0.0/16', to: `127.${70 + own}.0.0/16` },
];

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes: number;
  readonly supportedKinds: readonly { readonly kind: string }[];
  readonly conditions: readonly Condition[];
}

export interface Observed {
  readonly status?: {
    readonly addresses?: readonly { readonly value: string }[];
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly ListenerStatus[];
    readonly parents?: readonly { readonly conditions: readonly Condition[] }[];
  };
}

export interface LocalWorld extends Local {
  readonly events: readonly LocalEvent[];
  /** Applies the objects of a YAML text, missing namespaces first. */
  apply(yaml: string): Promise<void>;
  remove(yaml: string): Promise<void>;
  /** Of the gateway.networking.k8s.io group. */
  observe(plural: 'gateways' | 'httproutes', namespace: string, name: string): Promise<Observed>;
  /** Through the load balancer that answers to this name; undefined while it does not. */
  fetch(balancer: string, scheme: 'http' | 'https', path: string): Promise<Page | undefined>;
  /** Resolves when no function runs, nothing waits in a queue and no doorbell is delayed for less than `withinMs`. */
  quiet(): Promise<void>;
}

export async function startLocalWorld(options: LocalOptions = {}): Promise<LocalWorld> {
  const events: LocalEvent[] = [];
  const onEvent = (event: LocalEvent): void => {
    events.push(event);
    options.onEvent?.(event);
  };
  const local = await composeLocal({ timeScale: 0.01, addressMap, ...options, onEvent });
  const manifests = (yaml: string) => loadAll(yaml) as readonly Manifest[];
  return {
    ...local,
    events,
    apply: async (yaml) => applyAll(local.applier, manifests(yaml), () => {}),
    remove: async (yaml) => {
      for (const manifest of [...manifests(yaml)].reverse()) await local.applier.remove(manifest);
    },
    observe: (plural, namespace, name) =>
      local.http.json({
        method: 'GET',
        path: `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/${plural}/${name}`,
      }) as Promise<Observed>,
    fetch: async (balancer, scheme, path) => {
      const bound = local.emulator.loadBalancers().find(({ dnsName }) => dnsName === balancer);
      const port = bound?.ports[scheme === 'https' ? '443' : '80'];
      if (bound === undefined || port === undefined) return undefined;
      const ca = local.emulator.aws.account().certificatePem;
      return fetchPage({ scheme, host: 'app.example.com', path, address: bound.address, port, ca }).catch(
        () => undefined,
      );
    },
    quiet: () => local.emulator.runtime.whenIdle(),
  };
}

/** The stacks without the resources that `isGone` names. */
export function without(stacks: readonly Stack[], isGone: (resource: TemplateResource) => boolean): readonly Stack[] {
  return stacks.map((stack) => ({
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).filter(([, resource]) => !isGone(resource)),
      ),
    },
  }));
}

/** The stacks without an IAM action, wherever it is granted; a statement that is left without actions goes too. */
export function withoutAction(stacks: readonly Stack[], action: string): readonly Stack[] {
  const prune = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((one) => one !== action && !isEmptyStatement(one, action)).map(prune);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, prune(inner)]));
  };
  return prune(stacks) as readonly Stack[];
}

function isEmptyStatement(value: unknown, action: string): boolean {
  if (typeof value !== 'object' || value === null || !('Action' in value)) return false;
  return [value.Action].flat().every((one) => one === action);
}
