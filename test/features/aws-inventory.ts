// Everything an account has of load balancing, as sorted lines without the ids that chance decides: two worlds are alike if
// their lines are equal.
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { AwsEmulator } from '../../lib/emulator/aws/aws-emulator.ts';
import { inProcess } from '../../lib/emulator/in-process.ts';

type Described = Readonly<Record<string, unknown>>;

/** `appliedTag`: key of the tag that carries the time of the last complete run; its value is reduced to what it proves. */
export async function awsInventory(aws: AwsEmulator, appliedTag: string): Promise<readonly string[]> {
  const settings = {
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIAWITNESS', secretAccessKey: 'emulated' },
    requestHandler: inProcess(aws.handle) as never,
  };
  const elb = new ElasticLoadBalancingV2Client(settings);
  const { LoadBalancers = [] } = await elb.send(new DescribeLoadBalancersCommand());
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand());
  const { SecurityGroups = [] } = await new EC2Client(settings).send(new DescribeSecurityGroupsCommand());
  const listeners = (
    await Promise.all(
      LoadBalancers.map(({ LoadBalancerArn }) => elb.send(new DescribeListenersCommand({ LoadBalancerArn }))),
    )
  ).flatMap(({ Listeners = [] }) => Listeners);
  const rules = (
    await Promise.all(listeners.map(({ ListenerArn }) => elb.send(new DescribeRulesCommand({ ListenerArn }))))
  ).flatMap(({ Rules = [] }) => Rules);
  const targets = await Promise.all(
    TargetGroups.map(async ({ TargetGroupArn, TargetGroupName }) => {
      const { TargetHealthDescriptions = [] } = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State !== 'draining').map(
        ({ Target }) => ({
          TargetGroupName,
          Target,
        }),
      );
    }),
  );
  const arns = [
    ...LoadBalancers.map(({ LoadBalancerArn }) => LoadBalancerArn ?? ''),
    ...TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn ?? ''),
    ...listeners.map(({ ListenerArn }) => ListenerArn ?? ''),
    ...rules.filter(({ IsDefault }) => !IsDefault).map(({ RuleArn }) => RuleArn ?? ''),
  ];
  const tags = (
    await Promise.all(arns.map((arn) => elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }))))
  ).flatMap(({ TagDescriptions = [] }) => TagDescriptions);
  const nameOfGroup = new Map(SecurityGroups.map(({ GroupId = '', GroupName = '' }) => [GroupId, GroupName]));
  const tagged = tags.map(({ ResourceArn, Tags = [] }) => ({
    ResourceArn,
    Tags: Tags.map(({ Key, Value }) => (Key === appliedTag ? { Key, Value: provenBy(Value) } : { Key, Value })),
  }));
  const line = ([kind, described]: readonly [string, object]) =>
    `${kind} ${steady(described as Described, nameOfGroup)}`;
  return [
    ...LoadBalancers.map((one) => ['load balancer', one] as const),
    ...listeners.map((one) => ['listener', one] as const),
    ...rules.map((one) => ['rule', one] as const),
    ...TargetGroups.map((one) => ['target group', one] as const),
    ...targets.flat().map((one) => ['target', one] as const),
    ...tagged.map((one) => ['tags', one] as const),
    ...SecurityGroups.map((one) => ['security group', one] as const),
  ]
    .map(line)
    .sort();
}

/** Version and digest, without the time. */
function provenBy(applied = ''): string {
  const [version, digest, , state] = applied.split(' ');
  return [version, digest, state].filter((part) => part !== undefined).join(' ');
}

const chance = new Set(['CreatedTime', 'DNSName', 'SecurityGroupRuleId']);

function steady(described: Described, nameOfGroup: ReadonlyMap<string, string>): string {
  const text = JSON.stringify(described, (key, value: unknown) => {
    if (chance.has(key)) return undefined;
    return Array.isArray(value)
      ? value
          .map((one: unknown) => JSON.stringify(one))
          .sort()
          .map((one) => JSON.parse(one) as unknown)
      : value;
  });
  return text.replace(/sg-[0-9a-f]+/g, (id) => nameOfGroup.get(id) ?? id).replace(/\/[0-9a-f]{16}/g, '/…');
}
