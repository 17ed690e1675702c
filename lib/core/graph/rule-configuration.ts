// The ListenerRuleConfiguration that a rule names by an ExtensionRef filter. It may hold authentication: a rule whose
// configuration is not there is never served without it.
import { nameOf, type ObjectKey } from '../base/ids.ts';
import type { Finding } from '../base/finding.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find } from '../snapshot/gateway-scope.ts';
import type { ListenerRuleConfiguration, ListenerRuleConfigurationSpec, Secret } from '../snapshot/objects.ts';
import type { FilterPlace } from './filters.ts';
import { incompatibleFilters, type Judged, problem, unsupportedValue } from './judged.ts';
import type { Filter } from './route-rule.ts';
import { unreadFields } from './unread-fields.ts';

type ExtensionRef = Extract<Filter, { readonly type: 'ExtensionRef' }>;

/** Undefined beside an error: the rule must not be served. */
export function resolveRuleConfiguration(
  { snapshot, reading }: { readonly snapshot: ClusterSnapshot; readonly reading: Reading },
  { route, path }: FilterPlace,
  filters: readonly Filter[],
): Judged<ListenerRuleConfigurationSpec | undefined> {
  const refs = filters.filter((filter) => filter.type === 'ExtensionRef');
  const ours = refs.filter(isOurs);
  const foreign = reading.unsupportedRuleParts === 'refuse' ? refs.filter((ref) => !isOurs(ref)) : [];
  const foreignFindings = foreign.map((ref) =>
    problem(
      route,
      path,
      unsupportedValue,
      `extension ${ref.kind} of group "${ref.group}" is not known. Remove the filter.`,
    ),
  );
  const named =
    ours.length > 1
      ? refuse(route, path, 'more than one ListenerRuleConfiguration is named. Keep one.')
      : lookUp(snapshot, route, path, ours[0]);
  return { value: named.value, findings: [...foreignFindings, ...named.findings] };
}

function isOurs({ group, kind }: ExtensionRef): boolean {
  return group === 'gateway.k8s.aws' && kind === 'ListenerRuleConfiguration';
}

type Answer = Judged<ListenerRuleConfigurationSpec | undefined>;

function refuse(route: ObjectKey, path: string, message: string): Answer {
  return { value: undefined, findings: [problem(route, path, incompatibleFilters, message)] };
}

function lookUp(snapshot: ClusterSnapshot, route: ObjectKey, path: string, ref: ExtensionRef | undefined): Answer {
  if (ref === undefined) return { value: undefined, findings: [] };
  const where = { namespace: route.namespace, name: ref.name };
  const found = find(snapshot, 'ListenerRuleConfiguration', where.namespace, where.name);
  if (found === undefined)
    return refuse(
      route,
      path,
      `ListenerRuleConfiguration ${nameOf(where)} does not exist. Create it, or remove the filter.`,
    );
  const missing = missingClientSecret(snapshot, found);
  if (missing !== undefined) return refuse(route, path, `ListenerRuleConfiguration ${nameOf(where)}: ${missing}`);
  return { value: found.spec, findings: unreadFields(found, route) };
}

/** Only whether the Secret is there with the entries that authentication needs; its content is read just before the AWS call. */
function missingClientSecret(
  snapshot: ClusterSnapshot,
  { metadata, spec }: ListenerRuleConfiguration,
): string | undefined {
  const names = (spec.actions ?? []).flatMap(
    ({ authenticateOIDCConfig }) => authenticateOIDCConfig?.secret?.name ?? [],
  );
  for (const name of names) {
    const secret = find(snapshot, 'Secret', metadata.namespace, name);
    if (secret === undefined)
      return `Secret ${metadata.namespace}/${name} does not exist. Create it with entries clientID and clientSecret.`;
    const lacking = lackingEntry(secret);
    if (lacking !== undefined) return `Secret ${metadata.namespace}/${name} has no entry ${lacking}. Add it.`;
  }
  return undefined;
}

/** `clientId` is the older spelling. */
function lackingEntry({ keys }: Secret): string | undefined {
  if (!keys.includes('clientID') && !keys.includes('clientId')) return 'clientID';
  return keys.includes('clientSecret') ? undefined : 'clientSecret';
}

/** Findings that make a rule unservable. */
export function failsRule(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
