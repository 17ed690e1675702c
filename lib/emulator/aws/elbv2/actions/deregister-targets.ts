import { requireTargetGroup } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { leave } from '../targets/leave.ts';
import { keyOf, type TargetDescription } from '../targets/validate-target.ts';
import { refuseBatch } from './register-targets.ts';

interface DeregisterTargetsInput {
  readonly TargetGroupArn: string;
  readonly Targets: readonly TargetDescription[];
}

/**
 * DeregisterTargets. A target that is not registered is no error. One of a group in use drains for the group's
 * deregistration delay; without a port only registrations on the group's own port are meant.
 */
export const deregisterTargets = (elbv2: Elbv2) =>
  function deregister({ TargetGroupArn, Targets }: DeregisterTargetsInput) {
    const group = requireTargetGroup(elbv2, TargetGroupArn);
    refuseBatch(Targets);
    const meant = new Set(Targets.map(({ Id, Port = group.port }) => keyOf({ id: Id, ...(Port && { port: Port }) })));
    leave(
      elbv2,
      group,
      group.targets.filter((target) => meant.has(keyOf(target)) && target.health.state !== 'draining'),
    );
    return {};
  };
