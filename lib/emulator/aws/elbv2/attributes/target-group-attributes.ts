// Target group attributes ("TargetGroupAttribute", ELBv2 API reference): which table a group has, and what a Modify call
// may do with it.
import { AwsError } from '../../aws-error.ts';
import type { Attributes, TargetGroup } from '../tables.ts';
import { changeAttributes, completeAttributes, type AttributeTable, type KeyValue } from './attribute-table.ts';
import { refuseCombination } from './attribute-combinations.ts';
import { gatewayTable, httpTable, lambdaTable, loadBalancerTargetTable } from './target-group-tables.ts';
import { networkTable } from './network-group-table.ts';

/** The attributes a group can have. */
function tableOf({ targetType, protocol }: TargetGroup): AttributeTable {
  if (targetType === 'lambda') return lambdaTable;
  if (protocol === 'HTTP' || protocol === 'HTTPS') return httpTable(protocol);
  if (protocol === 'GENEVE') return gatewayTable;
  return targetType === 'alb' ? loadBalancerTargetTable : networkTable(protocol ?? 'TCP', targetType);
}

const shared = [
  httpTable('HTTP'),
  lambdaTable,
  networkTable('TCP', 'instance'),
  { 'target_failover.on_deregistration': undefined, 'target_failover.on_unhealthy': undefined },
];

/** Keys that some family has; AWS words the refusal of those unlike that of keys it has never heard of. */
const allKeys = new Set(shared.flatMap((table) => Object.keys(table)));

/** AWS calls this one by another name in its refusals. */
const internalNames: Readonly<Record<string, string>> = {
  'lambda.multi_value_headers.enabled': 'lambda.headers.multiple_values.enabled',
};

/** All attributes of a group, defaults included. */
export const targetGroupAttributes = (group: TargetGroup): Attributes =>
  completeAttributes(tableOf(group), group.attributes);

/** The attributes after a Modify call. */
export function changeTargetGroupAttributes(group: TargetGroup, given: readonly KeyValue[]): Attributes {
  const table = tableOf(group);
  const changed = changeAttributes(table, group.attributes, given, {
    unknown: (key) => unknownKey(group, key),
    repeated: (keys) => `Target group attribute keys must be unique: '[${keys.join(', ')}]'`,
  });
  refuseCombination(group, completeAttributes(table, changed));
  return changed;
}

function unknownKey({ targetType, protocol }: TargetGroup, key: string): AwsError {
  if (!allKeys.has(key) || protocol === 'GENEVE')
    return new AwsError('ValidationError', `Target group attribute key '${key}' is not recognized`);
  const family = targetType === 'lambda' ? `target type 'lambda'` : `${protocol} protocol`;
  return new AwsError(
    'InvalidConfigurationRequest',
    `A target group with ${family} does not support the attribute ${internalNames[key] ?? key}`,
  );
}
