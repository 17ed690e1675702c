// Status of a GatewayClass of ours.
import { sameJson } from '../base/canonical.ts';
import type { Finding } from '../base/finding.ts';
import type { StatusPatch } from '../base/status-patch.ts';
import type { GatewayClassNode } from '../graph/graph.ts';
import { accepted, notAccepted } from './conditions.ts';
import { layConditions, timeText } from './lay-conditions.ts';
import { errorsOf, messageOf, notesOf } from './projection.ts';
import { supportedFeatures } from './supported-features.ts';

/** `findings` on the class; `now` in epoch milliseconds. No patch if the status already says so. */
export function projectClassStatus(
  node: GatewayClassNode,
  findings: readonly Finding[],
  now: number,
): readonly StatusPatch[] {
  const [first] = errorsOf(findings);
  const condition = first
    ? notAccepted(first.reason, messageOf(errorsOf(findings)))
    : accepted(messageOf(notesOf(findings)));
  const conditions = layConditions(node.status.conditions, [condition], {
    generation: node.generation,
    time: timeText(now),
  });
  if (sameJson(conditions, node.status.conditions) && sameJson(node.status.supportedFeatures, supportedFeatures))
    return [];
  const { key: object, apiVersion, resourceVersion } = node;
  const status = { conditions, supportedFeatures: supportedFeatures.map((name) => ({ name })) };
  return [{ write: 'status', object, apiVersion, status, ...(resourceVersion === '' ? {} : { resourceVersion }) }];
}
