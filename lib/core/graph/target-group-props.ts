// Which TargetGroupConfiguration applies to one Service as a backend of one route.
import { nameOf, type ObjectKey } from '../base/ids.ts';
import { by, compareText, inTurn } from '../base/ordering.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import type { TargetGroupConfiguration, TargetGroupConfigurationSpec, TargetGroupProps } from '../snapshot/objects.ts';
import { mergeProps } from './merge-configurations.ts';

/** Service `namespace/name` → its configurations, oldest first; more than one is a mistake of their owner. */
export type ServiceConfigurations = ReadonlyMap<string, readonly TargetGroupConfiguration[]>;

/**
 * Configurations whose target is something else than a core Service, or nothing, are left out. Whether the Service
 * exists is not checked.
 */
export function configurationsByService(snapshot: ClusterSnapshot): ServiceConfigurations {
  const byService = new Map<string, TargetGroupConfiguration[]>();
  for (const configuration of [...snapshot.objects.TargetGroupConfiguration].sort(olderFirst)) {
    const target = configuration.spec.targetReference;
    if (target?.kind !== 'Service' || target.group !== '') continue;
    const service = nameOf({ namespace: configuration.metadata.namespace, name: target.name });
    byService.set(service, [...(byService.get(service) ?? []), configuration]);
  }
  return byService;
}

const olderFirst = inTurn<TargetGroupConfiguration>(
  by(({ metadata }) => metadata.creationTimestamp, compareText),
  by(({ metadata }) => metadata.name, compareText),
);

/** From strongest to weakest: the Service's for this route, the Service's, the default for this route, the default. */
export function propsFor(
  route: ObjectKey,
  ofService: TargetGroupConfigurationSpec | undefined,
  ofGateway: TargetGroupConfigurationSpec | undefined,
): TargetGroupProps {
  const stronger = ofService && flatten(ofService, route);
  const weaker = ofGateway && flatten(ofGateway, route);
  return stronger && weaker ? mergeProps(stronger, weaker) : (stronger ?? weaker ?? {});
}

/** The most specific entry for the route laid over the configuration's default; among equals the first. */
function flatten(spec: TargetGroupConfigurationSpec, route: ObjectKey): TargetGroupProps {
  const ranked = spec.routeConfigurations.map((entry) => ({ entry, rank: specificity(entry.routeIdentifier, route) }));
  const best = ranked.reduce<(typeof ranked)[number] | undefined>(
    (chosen, each) => (each.rank > (chosen?.rank ?? 0) ? each : chosen),
    undefined,
  );
  return best ? mergeProps(best.entry.targetGroupProps, spec.defaultConfiguration) : spec.defaultConfiguration;
}

/** 0: does not match. A name counts only with its namespace, a namespace only with its kind. */
function specificity(
  { kind, namespace, name }: { readonly kind?: string; readonly namespace?: string; readonly name?: string },
  route: ObjectKey,
): number {
  if (kind !== route.kind) return 0;
  if (namespace === undefined) return name === undefined ? 1 : 0;
  if (namespace !== route.namespace) return 0;
  if (name === undefined) return 2;
  return name === route.name ? 3 : 0;
}
