// IAM statements from the permission tables of the adapters; nothing is granted that no adapter declares.
import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../../lib/adapters/aws/permissions.ts';

/** Tag key that marks what the controller owns; the conditions of its write permissions require it. */
const clusterTag = 'elbv2.k8s.aws/cluster';

/** The statements for `scope`'s region and account. `bundlesArn`: of the bucket for CA certificates. */
export function policyStatements(
  scope: Stack,
  permissions: readonly Permission[],
  bundlesArn: string,
): PolicyStatement[] {
  const fill = (text: string) =>
    text
      .replaceAll('<partition>', scope.partition)
      .replaceAll('<region>', scope.region)
      .replaceAll('<account>', scope.account)
      .replaceAll('<cluster tag>', clusterTag)
      .replaceAll('<bundles>', bundlesArn);
  return permissions.map(
    (permission) =>
      new PolicyStatement({
        sid: permission.sid,
        effect: Effect.ALLOW,
        actions: [...permission.actions],
        resources: (permission.resources ?? ['*']).map(fill),
        ...(permission.conditions ? { conditions: fillKeys(permission.conditions, fill) } : {}),
      }),
  );
}

function fillKeys(conditions: NonNullable<Permission['conditions']>, fill: (text: string) => string) {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [fill(key), value])),
    ]),
  );
}
