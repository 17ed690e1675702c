// Plans that a real LBC recorded for a corpus of manifests, where a checkout of them stands beside the repository, and the
// comparison of ours with them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withAssumedClasses } from '../../lib/cli/assumed-gateway-class.ts';
import { factsFromFile } from '../../lib/cli/facts-file.ts';
import { readControllerFlags } from '../../lib/cli/controller-flags.ts';
import { lbcStack } from '../../lib/cli/views/lbc-stack.ts';
import { buildGraph } from '../../lib/core/graph/build-graph.ts';
import type { Profile } from '../../lib/core/profile/profile.ts';
import { profileNamed } from '../../lib/core/profile/profiles.ts';
import { parseSnapshot } from '../../lib/core/snapshot/cluster-snapshot.ts';
import { buildStack } from '../../lib/core/translate/build-stack.ts';
import type { BuiltStack } from '../../lib/core/translate/build-stack.ts';

const corpus = fileURLToPath(new URL('../../../shared/goldens/', import.meta.url));

export const isCorpusThere = existsSync(`${corpus}facts.json`);

export function recordedCases(): readonly string[] {
  return readdirSync(corpus).filter((name) => /^\d/.test(name));
}

/** The dialect under the controller flags that the case was recorded with. */
function profileOf(name: string, dialect: Profile['name']): Profile {
  const path = `${corpus}${name}/flags.txt`;
  const { defaults } = readControllerFlags(existsSync(path) ? readFileSync(path, 'utf8') : '');
  return profileNamed(dialect, defaults);
}

export function hasPlan(name: string): boolean {
  return existsSync(`${corpus}${name}/plan.json`);
}

type Json = Readonly<Record<string, unknown>>;

const factsFile = isCorpusThere ? factsFromFile(read('facts.json')) : undefined;

/** What we make of a case; `view` as LBC writes it. */
export function translateCase(name: string, dialect: Profile['name'] = 'lbc'): BuiltStack & { readonly view?: Json } {
  if (factsFile === undefined) throw new Error('no corpus');
  const { cluster, facts, known } = factsFile;
  const profile = profileOf(name, dialect);
  const objects = withAssumedClasses(read(`${name}/objects.json`) as readonly Json[], profile.controllerName);
  const snapshot = parseSnapshot(cluster, { objects }, true);
  const graph = buildGraph(snapshot, { cluster, namespace: `case-${name.slice(0, 3)}`, name: 'gw' }, profile);
  const built = buildStack(graph, facts, profile);
  return { ...built, ...(built.stack === undefined ? {} : { view: lbcStack(built.stack, graph, profile, known) }) };
}

/** How many listener rules LBC planned. */
export function plannedRules(name: string): number {
  const { resources: planned } = read(`${name}/plan.json`) as { readonly resources: Readonly<Record<string, Json>> };
  return Object.keys(planned['AWS::ElasticLoadBalancingV2::ListenerRule'] ?? {}).length;
}

/** Every difference between our plan and the recorded one, as text; none: equal. */
export function differences(name: string): readonly string[] {
  const { view } = translateCase(name);
  if (view === undefined) return ['no plan'];
  const recorded = resources(read(`${name}/plan.json`) as Json);
  const ours = resources(JSON.parse(JSON.stringify(view)) as Json);
  return [...compare(recorded, ours, ''), ...certificateDifferences(name, view)];
}

/** LBC's plans lack the ARNs; they were recorded apart. */
function certificateDifferences(name: string, view: Json): readonly string[] {
  if (!existsSync(`${corpus}${name}/certificates.json`)) return [];
  const recorded = read(`${name}/certificates.json`) as Readonly<Record<string, readonly string[]>>;
  const listeners = (
    view['resources'] as Readonly<
      Record<string, Readonly<Record<string, { spec: { certificates?: readonly { certificateARN: string }[] } }>>>
    >
  )['AWS::ElasticLoadBalancingV2::Listener'];
  return Object.entries(recorded).flatMap(([port, arns]) => {
    const ours = (listeners?.[port]?.spec.certificates ?? []).map(({ certificateARN }) => certificateARN);
    return arns.length === 0 || JSON.stringify(ours) === JSON.stringify(arns)
      ? []
      : [`certificates of ${port}: ${JSON.stringify(arns)} ours ${JSON.stringify(ours)}`];
  });
}

function resources(plan: Json): Json {
  const { FrontendNLBTargetGroup: _unused, ...ours } = clean(plan['resources']) as Json;
  return ours;
}

/** LBC prints these two in the order of a map iteration. */
const unordered = new Set(['ingress', 'targetGroupAttributes']);

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && /^arn:.*:certificate\//.test(value) ? '<certificate>' : value;
  const members = value as Json;
  if (members['$ref'] === '#/resources///status/certificateARN') return '<certificate>';
  const kept = Object.entries(members).map(([key, member]) => [key, sorted(key, clean(member))] as const);
  return Object.fromEntries(kept.filter(([, member]) => !isEmpty(member)));
}

function sorted(key: string, value: unknown): unknown {
  return unordered.has(key) && Array.isArray(value) ? value.map((member) => JSON.stringify(member)).sort() : value;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

function compare(recorded: unknown, ours: unknown, path: string): readonly string[] {
  const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null;
  if (isTree(recorded) && isTree(ours) && Array.isArray(recorded) === Array.isArray(ours)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(ours)]);
    return [...keys].flatMap((key) => compare(recorded[key], ours[key], `${path}/${key}`));
  }
  return recorded === ours ? [] : [`${path}: ${JSON.stringify(recorded)} ours ${JSON.stringify(ours)}`];
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(corpus + path, 'utf8'));
}
