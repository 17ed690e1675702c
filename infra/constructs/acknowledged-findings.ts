import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { permissions } from '../../lib/adapters/aws/permissions.ts';

/** The cdk-nag findings that we accept, each with its reason; everything else fails synthesis. */
export function acknowledgeFindings(stack: Stack, bundles: Bucket): void {
  const accept = (rule: string, reason: string) =>
    Validations.of(stack).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
  const vpcAccess = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
  accept(`IAM4[Policy::${vpcAccess}]`, 'What Lambda needs to attach to a VPC; no other policy is managed by AWS.');
  accept('S1', 'The bucket holds public CA certificates for a day; CloudTrail records who writes them.');
  accept('SQS3', 'The queues without a redrive policy are the dead-letter queues themselves.');
  for (const resource of wildcardResources(stack)) accept(`IAM5[Resource::${resource}]`, wildcardReason);
  const name = Stack.of(bundles) === stack ? stack.getLogicalId(bundles.node.defaultChild as CfnBucket) : undefined;
  if (name !== undefined)
    accept(`IAM5[Resource::<${name}.Arn>/*]`, 'CA certificates of every Gateway, each under a name of its own.');
}

const wildcardReason =
  'Describe calls have no resource-level permissions; writes on wildcards are conditioned on our ownership tag.';

/** Every wildcard of the permission tables, spelt as cdk-nag spells it: unresolved parts in angle brackets. */
function wildcardResources(stack: Stack): ReadonlySet<string> {
  const part = (value: string, name: string) => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  const granted = Object.values(permissions).flatMap((list) => list.flatMap(({ resources = ['*'] }) => resources));
  return new Set(
    granted
      .filter((resource) => resource.includes('*'))
      .map((resource) =>
        resource
          .replace('<partition>', part(stack.partition, 'Partition'))
          .replace('<region>', part(stack.region, 'Region'))
          .replace('<account>', part(stack.account, 'AccountId')),
      ),
  );
}
