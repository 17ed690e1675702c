// The LoadBalancerConfiguration in force for a Gateway (its own and its class's merged), and the TargetGroupConfigurations
// that are the default for all its target groups.
import type { Finding } from '../base/finding.ts';
import { describeKey, nameOf, type ObjectKey } from '../base/ids.ts';
import type { Reading } from '../profile/reading.ts';
import type { ClusterSnapshot } from '../snapshot/cluster-snapshot.ts';
import { find, type GatewayScope } from '../snapshot/gateway-scope.ts';
import type {
  Gateway,
  LoadBalancerConfiguration,
  LoadBalancerConfigurationSpec,
  TargetGroupConfiguration,
  TargetGroupConfigurationSpec,
} from '../snapshot/objects.ts';
import { parametersKindComplaint } from './gateway-class.ts';
import { invalidParameters, type Judged, keyOf, problem } from './judged.ts';
import { mergeConfigurations, mergeProps } from './merge-configurations.ts';
import { unreadFields } from './unread-fields.ts';

export interface Configurations {
  readonly configuration: LoadBalancerConfigurationSpec;
  /** Defaults for every target group; absent: none. */
  readonly targetGroups?: TargetGroupConfigurationSpec;
}

/** Any error among the findings means: do not build with these. */
export function resolveConfigurations(
  snapshot: ClusterSnapshot,
  gateway: Gateway,
  scope: GatewayScope,
  reading: Reading,
): Judged<Configurations> {
  const { classConfiguration, gatewayConfiguration } = scope;
  const gatewayKey = keyOf(gateway);
  const fromClass = defaultTargetGroups(snapshot, classConfiguration, gatewayKey);
  const fromGateway = defaultTargetGroups(snapshot, gatewayConfiguration, gatewayKey);
  const classIsStronger = classConfiguration?.spec.mergingMode !== 'prefer-gateway';
  const targetGroups = mergeDefaults(
    ...inOrderOfStrength(classIsStronger, fromClass.value, fromGateway.value),
    reading,
  );
  const value: Configurations = {
    configuration: mergeLevels(classIsStronger, scope, reading),
    ...(targetGroups && { targetGroups }),
  };
  const findings = [
    ...referenceFindings(gateway, gatewayConfiguration),
    ...fromClass.findings,
    ...fromGateway.findings,
    ...[classConfiguration, gatewayConfiguration].flatMap((each) => (each ? unreadFields(each, gatewayKey) : [])),
  ];
  return { value, findings };
}

/** One level alone is taken as it is written. */
function mergeLevels(classIsStronger: boolean, scope: GatewayScope, reading: Reading): LoadBalancerConfigurationSpec {
  const [stronger, weaker] = inOrderOfStrength(
    classIsStronger,
    scope.classConfiguration?.spec,
    scope.gatewayConfiguration?.spec,
  );
  if (stronger && weaker) return mergeConfigurations(stronger, weaker, reading.mergedMinimumCapacity);
  return stronger ?? weaker ?? {};
}

function inOrderOfStrength<T>(classIsStronger: boolean, ofClass: T, ofGateway: T): readonly [T, T] {
  return classIsStronger ? [ofClass, ofGateway] : [ofGateway, ofClass];
}

function referenceFindings(gateway: Gateway, found: LoadBalancerConfiguration | undefined): readonly Finding[] {
  const ref = gateway.spec.infrastructure?.parametersRef;
  if (ref === undefined) return [];
  const missing = `LoadBalancerConfiguration ${gateway.metadata.namespace}/${ref.name} does not exist. Create it, or remove the reference.`;
  const complaint = parametersKindComplaint(ref) ?? (found === undefined ? missing : undefined);
  return complaint === undefined
    ? []
    : [problem(keyOf(gateway), 'spec.infrastructure.parametersRef', invalidParameters, complaint)];
}

function defaultTargetGroups(
  snapshot: ClusterSnapshot,
  configuration: LoadBalancerConfiguration | undefined,
  gateway: ObjectKey,
): Judged<TargetGroupConfiguration | undefined> {
  const name = configuration?.spec.defaultTargetGroupConfiguration?.name;
  if (configuration === undefined || name === undefined) return { value: undefined, findings: [] };
  const found = find(snapshot, 'TargetGroupConfiguration', configuration.metadata.namespace, name);
  const complaint = defaultComplaint(found);
  if (complaint === undefined) return { value: found, findings: found ? unreadFields(found, gateway) : [] };
  const where = `TargetGroupConfiguration ${nameOf({ namespace: configuration.metadata.namespace, name })}, the default of ${describeKey(keyOf(configuration))},`;
  return {
    value: undefined,
    findings: [problem(gateway, 'spec.infrastructure.parametersRef', invalidParameters, `${where} ${complaint}`)],
  };
}

function defaultComplaint(found: TargetGroupConfiguration | undefined): string | undefined {
  if (found === undefined) return 'does not exist. Create it, or remove the reference.';
  return (
    found.spec.targetReference &&
    'has a targetReference; a default applies to every Service. Remove spec.targetReference.'
  );
}

/** Of two defaults the stronger one's routeConfigurations come first, so that they win among equals. */
function mergeDefaults(
  stronger: TargetGroupConfiguration | undefined,
  weaker: TargetGroupConfiguration | undefined,
  reading: Reading,
): TargetGroupConfigurationSpec | undefined {
  if (!stronger || !weaker) return (stronger ?? weaker)?.spec;
  const kept = reading.weakerRouteConfigurations === 'keep' ? weaker.spec.routeConfigurations : [];
  return {
    defaultConfiguration: mergeProps(stronger.spec.defaultConfiguration, weaker.spec.defaultConfiguration),
    routeConfigurations: [...stronger.spec.routeConfigurations, ...kept],
  };
}
