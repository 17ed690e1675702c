// What to register and what to deregister. A draining target that is wanted again is registered again, which ends its
// draining. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
import type { Target } from '../stack/target.ts';

export interface RegisteredTarget extends Target {
  /** `draining` ones are on their way out already. */
  readonly state: string;
}

export interface TargetDifference {
  readonly register: readonly Target[];
  readonly deregister: readonly Target[];
}

/**
 * `shared`: other clusters register into the group too, and nobody can tell whose a target is, so nothing is deregistered.
 */
export function targetDifference(
  registered: readonly RegisteredTarget[],
  desired: readonly Target[],
  shared = false,
): TargetDifference {
  const staying = new Set(registered.filter(({ state }) => state !== 'draining').map(textOf));
  const wanted = new Set(desired.map(textOf));
  return {
    register: desired.filter((target) => !staying.has(textOf(target))),
    deregister: shared
      ? []
      : registered
          .filter((target) => target.state !== 'draining' && !wanted.has(textOf(target)))
          .map(({ id, port, availabilityZone }) => ({
            id,
            port,
            ...(availabilityZone === undefined ? {} : { availabilityZone }),
          })),
  };
}

function textOf({ id, port }: Target): string {
  return `${id}:${String(port)}`;
}
