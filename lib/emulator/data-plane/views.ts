// The control plane's views at one version, read once per change and prepared for many requests.
import type { ListenerView, LoadBalancerSource, LoadBalancerView, TargetGroupView } from './load-balancer-source.ts';
import type { Readings } from './readings.ts';
import { compileListener, type CompiledListener } from './routing/compile-listener.ts';

export interface Views {
  /** Forgets everything read: the control plane changed. */
  outdate(): void;
  /** Load balancers that accept connections. */
  active(): readonly LoadBalancerView[];
  /** The listener of an active load balancer on `port`; undefined when there is none. */
  listener(loadBalancerArn: string, port: number): CompiledListener | undefined;
  targetGroup(arn: string): TargetGroupView | undefined;
}

/** Reads `source` lazily and keeps what it read until `outdate`. */
export function createViews(source: LoadBalancerSource, readings: Readings): Views {
  let active: readonly LoadBalancerView[] | undefined;
  const groups = new Map<string, TargetGroupView | undefined>();
  const compiled = new Map<string, CompiledListener>();
  const versions = new Map<string, { readonly text: string; readonly compiled: CompiledListener }>();

  const read = () =>
    (active ??= source.loadBalancers().filter(({ state }) => state === 'active' || state === 'active_impaired'));

  // Target health changes far more often than rules, so an unchanged listener keeps its compiled rules.
  const compile = (loadBalancer: LoadBalancerView, listener: ListenerView) => {
    const text = JSON.stringify([loadBalancer.attributes, loadBalancer.webAcl, listener]);
    const held = versions.get(listener.arn);
    if (held?.text === text) return held.compiled;
    const fresh = compileListener(loadBalancer, listener, readings);
    versions.set(listener.arn, { text, compiled: fresh });
    return fresh;
  };

  return {
    outdate: () => {
      active = undefined;
      groups.clear();
      compiled.clear();
    },
    active: read,
    listener: (arn, port) => {
      const key = `${arn}|${port}`;
      const held = compiled.get(key);
      if (held) return held;
      const loadBalancer = read().find((candidate) => candidate.arn === arn);
      const listener = loadBalancer?.listeners.find((candidate) => candidate.port === port);
      if (!loadBalancer || !listener) return undefined;
      const fresh = compile(loadBalancer, listener);
      compiled.set(key, fresh);
      return fresh;
    },
    targetGroup: (arn) => {
      if (!groups.has(arn)) groups.set(arn, source.targetGroup(arn));
      return groups.get(arn);
    },
  };
}
