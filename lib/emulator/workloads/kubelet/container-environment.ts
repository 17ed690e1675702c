// The environment of a pod's containers, as far as an echo server reads it.
import type { EnvVar } from '../../../generated/kubernetes/types.ts';
import type { Pod } from '../objects.ts';

/** Variables by name; the first container that sets one wins. */
export function containerEnvironment(pod: Pod): Readonly<Record<string, string>> {
  const variables = (pod.spec?.containers ?? []).flatMap(({ env }) => env ?? []);
  return Object.fromEntries(variables.toReversed().map((variable) => [variable.name, valueOf(variable, pod)]));
}

function valueOf({ value, valueFrom }: EnvVar, pod: Pod): string {
  const path = valueFrom?.fieldRef?.fieldPath;
  if (path === undefined) return value ?? '';
  const label = /^metadata\.labels\['(.+)'\]$/.exec(path)?.[1];
  const keys = label === undefined ? path.split('.') : ['metadata', 'labels', label];
  const found = keys.reduce<unknown>(
    (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
    pod,
  );
  return typeof found === 'string' ? found : '';
}
