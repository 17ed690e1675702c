import {
  findRows,
  pageRows,
  refuseIdsWithPages,
  refusePageSize,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { toStateView } from '../instance-view.ts';
import { stateCodes } from '../instances.ts';
import type { Instance } from '../tables.ts';
import { zoneId } from '../zones.ts';

const isUp = ({ state }: Instance) => state === 'running';
const statusOf = (instance: Instance) => (isUp(instance) ? 'ok' : 'not-applicable');

const filtersOf = ({ tables }: Ec2): FilterTable<Instance> => ({
  'availability-zone': ({ subnetId }) => [tables.now.subnets.get(subnetId)?.zone],
  'instance-state-code': ({ state }) => [String(stateCodes[state])],
  'instance-state-name': ({ state }) => [state],
  'instance-status.status': (instance) => [statusOf(instance)],
  'instance-status.reachability': (instance) => (isUp(instance) ? ['passed'] : []),
  'system-status.status': (instance) => [statusOf(instance)],
  'system-status.reachability': (instance) => (isUp(instance) ? ['passed'] : []),
});

interface DescribeInstanceStatusInput extends DescribeInput {
  readonly InstanceIds?: readonly string[];
  readonly IncludeAllInstances?: boolean;
}

/** DescribeInstanceStatus: of running instances, or of all. */
export const describeInstanceStatus = (ec2: Ec2) =>
  function describe(input: DescribeInstanceStatusInput) {
    refuseIdsWithPages('instancesSet', input.InstanceIds, input);
    refusePageSize(input);
    const wanted = { ids: input.InstanceIds, filters: input.Filters };
    const found = findRows(ec2.tables.now, 'instances', wanted, filtersOf(ec2));
    const shown = found.filter((instance) => input.IncludeAllInstances === true || isUp(instance));
    const { rows, ...next } = pageRows(shown, input);
    return { InstanceStatuses: rows.map((instance) => toView(ec2, instance)), ...next };
  };

function toView({ tables }: Ec2, instance: Instance) {
  const zone = tables.now.subnets.get(instance.subnetId)?.zone;
  const Details = isUp(instance) ? [{ Name: 'reachability', Status: 'passed' }] : [];
  const summary = { Status: statusOf(instance), Details };
  return {
    InstanceId: instance.id,
    AvailabilityZone: zone,
    AvailabilityZoneId: zone === undefined ? undefined : zoneId(zone),
    InstanceState: toStateView(instance.state),
    InstanceStatus: summary,
    SystemStatus: summary,
    Events: [],
  };
}
