import type { ClusterId } from '../core/base/ids.ts';
import type { Graph } from '../core/graph/graph.ts';
import type { Profile } from '../core/profile/profile.ts';
import type { Facts } from '../core/translate/facts.ts';
import { needs } from '../core/translate/needs.ts';
import type { FactSource } from './ports.ts';

/** Asks AWS what the translator needs; the answers to the first questions may raise a second round, never a third. */
export async function gatherFacts(
  source: FactSource,
  graph: Graph,
  profile: Profile,
  cluster: ClusterId,
): Promise<Facts> {
  let facts: Facts = {};
  for (let round = 0; round < 2; round += 1) {
    const queries = needs(graph, profile, facts);
    if (queries.length === 0) return facts;
    facts = { ...facts, ...(await source.gather(queries, cluster)) };
  }
  return facts;
}
