// What `Ref` and `Fn::GetAtt` answer for a deployed resource.
import { TemplateError } from './template.ts';

/** Where the stacks are deployed. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  /** The emulated AWS; queue URLs lie under it. */
  readonly endpointUrl: string;
}

/** A resource with its physical name. */
export interface PhysicalResource {
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
}

const scoped = ({ region, accountId }: Deployment, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

const arns: Readonly<Record<string, (deployment: Deployment, name: string) => string>> = {
  'AWS::SQS::Queue': (at, name) => scoped(at, 'sqs', name),
  'AWS::Lambda::Function': (at, name) => scoped(at, 'lambda', `function:${name}`),
  'AWS::Lambda::EventSourceMapping': (at, name) => scoped(at, 'lambda', `event-source-mapping:${name}`),
  'AWS::IAM::Role': (at, name) => `arn:aws:iam::${at.accountId}:role/${name}`,
  'AWS::IAM::ManagedPolicy': (at, name) => `arn:aws:iam::${at.accountId}:policy/${name}`,
  'AWS::Events::Rule': (at, name) => scoped(at, 'events', `rule/${name}`),
  'AWS::Events::EventBus': (at, name) => scoped(at, 'events', `event-bus/${name}`),
  'AWS::Scheduler::Schedule': (at, name) => scoped(at, 'scheduler', `schedule/default/${name}`),
  'AWS::Scheduler::ScheduleGroup': (at, name) => scoped(at, 'scheduler', `schedule-group/${name}`),
  'AWS::Logs::LogGroup': (at, name) => scoped(at, 'logs', `log-group:${name}:*`),
  'AWS::CloudWatch::Alarm': (at, name) => scoped(at, 'cloudwatch', `alarm:${name}`),
  'AWS::S3::Bucket': (_at, name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (at, name) => scoped(at, 'sns', name),
};

/** Types whose `Ref` is their ARN. */
const referredByArn = new Set(['AWS::IAM::ManagedPolicy', 'AWS::SNS::Topic']);

/** The ARN of a resource; types without a known form get one in AWS's general form. */
export function arnOf(deployment: Deployment, { type, name }: PhysicalResource): string {
  const known = arns[type];
  if (known) return known(deployment, name);
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  return scoped(deployment, service, `${kind}/${name}`);
}

/** `<endpoint>/<account>/<name>`; whether such a queue exists is not checked. */
export const queueUrlOf = (deployment: Deployment, name: string) =>
  `${deployment.endpointUrl}/${deployment.accountId}/${name}`;

/** `{ Ref }`. */
export function referenceTo(deployment: Deployment, resource: PhysicalResource): string {
  if (resource.type === 'AWS::SQS::Queue') return queueUrlOf(deployment, resource.name);
  return referredByArn.has(resource.type) ? arnOf(deployment, resource) : resource.name;
}

/** `{ "Fn::GetAtt": [id, attribute] }`. */
export function attributeOf(deployment: Deployment, resource: PhysicalResource, attribute: string): string {
  switch (attribute) {
    case 'Arn':
    case 'TopicArn':
    case 'EventSourceMappingArn':
      return arnOf(deployment, resource);
    case 'QueueName':
    case 'Id':
    case 'RoleId':
    case 'Name':
      return resource.name;
    case 'QueueUrl':
      return queueUrlOf(deployment, resource.name);
    default:
      throw new TemplateError(`Fn::GetAtt ${resource.logicalId}.${attribute} of ${resource.type} is not emulated`);
  }
}
