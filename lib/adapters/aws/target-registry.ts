import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { invariant } from '../../core/base/invariant.ts';
import { isRef, type Value } from '../../core/base/ref.ts';
import type { TargetRegistry } from '../../reconcile/ports.ts';
import { changeIngress } from './change-ingress.ts';
import type { AwsClients } from './clients.ts';
import { dropAbsent, list, number, text } from './optional-members.ts';
import { chunksOf } from './pages.ts';
import { targetsToSdk } from './target-group-shapes.ts';

/** Targets in one call. AWS publishes no limit; as many as the AWS Load Balancer Controller sends. */
export const targetsPerCall = 200;

/**
 * Rejects with a Fault. Targets go out 200 a call, in turn, so that a failure leaves the earlier calls done;
 * registering and deregistering may be repeated safely.
 */
export function createTargetRegistry(clients: AwsClients): TargetRegistry {
  const { elbv2, call } = clients;
  return {
    health: async (arn) => {
      const { TargetHealthDescriptions } = await call('DescribeTargetHealth', arn, () =>
        elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })),
      );
      return list(TargetHealthDescriptions).map(({ Target, TargetHealth }) => ({
        id: text(Target?.Id),
        port: number(Target?.Port),
        state: text(TargetHealth?.State),
        ...dropAbsent<{ availabilityZone: string | undefined; reason: string | undefined }>({
          availabilityZone: Target?.AvailabilityZone,
          reason: TargetHealth?.Reason,
        }),
      }));
    },
    register: async (TargetGroupArn, targets) => {
      for (const Targets of chunksOf(targetsToSdk(targets), targetsPerCall)) {
        await call('RegisterTargets', TargetGroupArn, () =>
          elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets })),
        );
      }
    },
    deregister: async (TargetGroupArn, targets) => {
      for (const Targets of chunksOf(targetsToSdk(targets), targetsPerCall)) {
        await call('DeregisterTargets', TargetGroupArn, () =>
          elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets })),
        );
      }
    },
    authorizeIngress: (groupId, rules) =>
      changeIngress(clients, { call: 'AuthorizeSecurityGroupIngress', groupId, rules, value: existing }),
    revokeIngress: (groupId, rules) =>
      changeIngress(clients, { call: 'RevokeSecurityGroupIngress', groupId, rules, value: existing }),
  };
}

function existing(value: Value): string {
  invariant(!isRef(value), 'target synchronisation creates nothing that ingress could refer to');
  return value;
}
