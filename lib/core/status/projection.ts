// What status is projected from, and how findings become the words of a condition.
import { canonicalJson } from '../base/canonical.ts';
import type { Finding } from '../base/finding.ts';
import { keyText, type ObjectKey } from '../base/ids.ts';
import type { Graph } from '../graph/graph.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Profile } from '../profile/profile.ts';

export interface Projection {
  readonly graph: Graph;
  /** Of later stages; those of the graph are added. */
  readonly findings: readonly Finding[];
  /** Absent: nothing was tried, say because the Gateway's configuration is invalid. */
  readonly outcome?: Outcome;
  readonly profile: Profile;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Findings by the object that shows them, each once. */
export type FindingsByObject = (subject: ObjectKey) => readonly Finding[];

/** The graph's first, then those of later stages, in their order; an object without any has an empty list. */
export function groupFindings({ graph, findings }: Projection): FindingsByObject {
  const distinct = new Map([...graph.findings, ...findings].map((finding) => [canonicalJson(finding), finding]));
  const groups = new Map<string, Finding[]>();
  for (const finding of distinct.values()) {
    const subject = keyText(finding.subject);
    const group = groups.get(subject);
    if (group) group.push(finding);
    else groups.set(subject, [finding]);
  }
  return (subject) => groups.get(keyText(subject)) ?? [];
}

/** Messages named one by one before the rest is counted. */
const namedMessages = 10;

/** One text, the same for the same findings in the same order. */
export function messageOf(findings: readonly Finding[]): string {
  const messages = [...new Set(findings.map(({ message }) => message))];
  const rest = messages.length - namedMessages;
  return messages.slice(0, namedMessages).join(' ') + (rest > 0 ? ` And ${rest} more.` : '');
}

/** In the same order. */
export function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** In the same order: what is served as before, though not all of it as written. */
export function notesOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'note');
}
