// Two LoadBalancerConfigurations as one. https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/customization/
import { by, compareText } from '../base/ordering.ts';
import type { Reading } from '../profile/reading.ts';
import type { KeyValue, LoadBalancerConfigurationSpec, TargetGroupProps } from '../snapshot/objects.ts';

/** Members for which "the stronger if it has one, else the weaker" is the whole rule are not named here. */
export function mergeConfigurations(
  stronger: LoadBalancerConfigurationSpec,
  weaker: LoadBalancerConfigurationSpec,
  minimumCapacity: Reading['mergedMinimumCapacity'],
): LoadBalancerConfigurationSpec {
  const { mergingMode: _weakerMode, minimumLoadBalancerCapacity: weakerCapacity, ...below } = weaker;
  const { mergingMode: _strongerMode, minimumLoadBalancerCapacity: strongerCapacity, ...above } = stronger;
  const capacity = minimumCapacity === 'keep' ? (strongerCapacity ?? weakerCapacity) : undefined;
  return {
    ...below,
    ...above,
    ...present('minimumLoadBalancerCapacity', capacity),
    ...present('tags', mergeMaps(stronger.tags, weaker.tags)),
    ...present('loadBalancerAttributes', mergeKeyed(stronger.loadBalancerAttributes, weaker.loadBalancerAttributes)),
    ...present(
      'listenerConfigurations',
      union(stronger.listenerConfigurations, weaker.listenerConfigurations, (entry) => entry.protocolPort),
    ),
  };
}

/** Likewise; a health check is one block, tags and attributes are merged by key. */
export function mergeProps(stronger: TargetGroupProps, weaker: TargetGroupProps): TargetGroupProps {
  return {
    ...weaker,
    ...stronger,
    ...present('tags', mergeMaps(stronger.tags, weaker.tags)),
    ...present('targetGroupAttributes', mergeKeyed(stronger.targetGroupAttributes, weaker.targetGroupAttributes)),
  };
}

function mergeMaps(
  stronger?: Readonly<Record<string, string>>,
  weaker?: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  return stronger && weaker ? { ...weaker, ...stronger } : (stronger ?? weaker);
}

function mergeKeyed(stronger?: readonly KeyValue[], weaker?: readonly KeyValue[]): readonly KeyValue[] | undefined {
  return union(stronger, weaker, (entry) => entry.key);
}

/** Whole entries, one per key, in the order of the keys. One side alone stays as it is written. */
function union<T>(
  stronger: readonly T[] | undefined,
  weaker: readonly T[] | undefined,
  keyOf: (entry: T) => string,
): readonly T[] | undefined {
  if (!stronger || !weaker) return stronger ?? weaker;
  const entries = new Map([...weaker, ...stronger].map((entry) => [keyOf(entry), entry]));
  return [...entries.values()].sort(by(keyOf, compareText));
}

function present<Name extends string, T>(name: Name, value: T | undefined): { readonly [K in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: T };
}
