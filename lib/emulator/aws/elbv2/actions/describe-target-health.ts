import { requireTargetGroup } from '../arns.ts';
import { targetGroupAttributes } from '../attributes/target-group-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';
import type { Target, TargetGroup, TargetState } from '../tables.ts';
import { drainingState, notRegistered, shownState } from '../targets/health.ts';
import type { TargetDescription } from '../targets/validate-target.ts';

interface DescribeTargetHealthInput {
  readonly TargetGroupArn: string;
  readonly Targets?: readonly TargetDescription[];
  readonly Include?: readonly string[];
}

/** DescribeTargetHealth. A target that is not registered is answered as such, not refused. */
export const describeTargetHealth = (elbv2: Elbv2) =>
  function describe({ TargetGroupArn, Targets, Include = [] }: DescribeTargetHealthInput) {
    const group = requireTargetGroup(elbv2, TargetGroupArn);
    const toView = (target: TargetDescription, state: TargetState) => ({
      Target: target,
      HealthCheckPort: healthCheckPort(group, target),
      TargetHealth: {
        State: state.state,
        ...(state.reason !== undefined && { Reason: state.reason }),
        ...(state.description !== undefined && { Description: state.description }),
      },
    });
    const toFullView = (target: Target) => ({
      ...toView(describeTarget(group, target), shownState(elbv2, group, target)),
      ...(Include.length > 0 &&
        showsAnomalies(group) && { AnomalyDetection: { Result: 'normal', MitigationInEffect: 'no' } }),
      AdministrativeOverride: noOverride,
    });
    if (!Targets) return { TargetHealthDescriptions: group.targets.map(toFullView) };
    const TargetHealthDescriptions = Targets.map((wanted) => {
      const found = group.targets.find(({ id, port }) => id === wanted.Id && port === (wanted.Port ?? group.port));
      if (found) return toFullView(found);
      return toView({ Id: wanted.Id, ...portOf(wanted.Port ?? group.port) }, stateOfStranger(elbv2, group, wanted.Id));
    });
    return { TargetHealthDescriptions };
  };

const noOverride = {
  State: 'no_override',
  Reason: 'AdministrativeOverride.NoOverride',
  Description: 'No override is currently active on target',
};

const portOf = (port: number | undefined) => (port === undefined ? {} : { Port: port });

/** An instance that was terminated while registered is called draining for as long as EC2 remembers it. */
function stateOfStranger({ tables, ec2 }: Elbv2, { arn }: TargetGroup, id: string): TargetState {
  const left = tables.now.departedInstances.get(id) ?? [];
  return left.includes(arn) && ec2.tables.now.instances.has(id) ? drainingState : notRegistered;
}

/** Instances are shown without zone: TargetDescription does not support it for them (ELBv2 API reference). */
const describeTarget = ({ targetType }: TargetGroup, { id, port, zone, quicServerId }: Target): TargetDescription => ({
  Id: id,
  ...portOf(port),
  ...(zone !== undefined && targetType !== 'instance' && { AvailabilityZone: zone }),
  ...(quicServerId !== undefined && { QuicServerId: quicServerId }),
});

/** Anomaly detection runs with the weighted random algorithm only. */
const showsAnomalies = (group: TargetGroup) =>
  targetGroupAttributes(group)['load_balancing.algorithm.type'] === 'weighted_random';

function healthCheckPort({ healthCheck }: TargetGroup, { Port }: TargetDescription): string | undefined {
  return healthCheck.port === 'traffic-port' ? Port?.toString() : healthCheck.port;
}
