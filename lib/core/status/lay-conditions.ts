// New conditions laid over those an object shows: same type, same place; the time moves only when the status does.
import type { GatewayNode } from '../graph/graph.ts';
import type { Condition } from './conditions.ts';

/** As an object's status has it. */
export type ConditionStatus = GatewayNode['status']['conditions'][number];

export interface Stamp {
  /** `metadata.generation` of the object that the conditions are about. */
  readonly generation: number;
  /** RFC 3339, seconds, UTC. */
  readonly time: string;
}

/** Longest message that Kubernetes takes in a condition. */
const longestMessage = 32_768;

/** `withdrawn`: types that are shown only while they hold. Conditions of other types and writers are kept. */
export function layConditions(
  current: readonly ConditionStatus[],
  desired: readonly Condition[],
  stamp: Stamp,
  withdrawn: readonly string[] = [],
): readonly ConditionStatus[] {
  const gone = withdrawn.filter((type) => desired.every((each) => each.type !== type));
  const kept = current.filter(({ type }) => !gone.includes(type));
  const laid = kept.map((shown) => {
    const wanted = desired.find(({ type }) => type === shown.type);
    return wanted ? stampCondition(wanted, stamp, shown) : shown;
  });
  const added = desired
    .filter(({ type }) => kept.every((shown) => shown.type !== type))
    .map((each) => stampCondition(each, stamp));
  return [...laid, ...added];
}

function stampCondition(wanted: Condition, { generation, time }: Stamp, shown?: ConditionStatus): ConditionStatus {
  return {
    type: wanted.type,
    status: wanted.status,
    reason: wanted.reason,
    message: wanted.message.slice(0, longestMessage),
    observedGeneration: generation,
    lastTransitionTime: shown?.status === wanted.status ? shown.lastTransitionTime : time,
  };
}

/** Epoch milliseconds as Kubernetes writes times. */
export function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
