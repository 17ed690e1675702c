// Names of deployed resources: the template's, or one that CloudFormation would generate.
import { createHash } from 'node:crypto';

/** The property that names a resource, and the longest name its service accepts. */
interface Naming {
  readonly property: string;
  readonly max: number;
}

const namings: Readonly<Record<string, Naming>> = {
  'AWS::SQS::Queue': { property: 'QueueName', max: 80 },
  'AWS::Lambda::Function': { property: 'FunctionName', max: 64 },
  'AWS::IAM::Role': { property: 'RoleName', max: 64 },
  'AWS::IAM::Policy': { property: 'PolicyName', max: 128 },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', max: 128 },
  'AWS::Events::Rule': { property: 'Name', max: 64 },
  'AWS::Scheduler::Schedule': { property: 'Name', max: 64 },
  'AWS::Scheduler::ScheduleGroup': { property: 'Name', max: 64 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', max: 512 },
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', max: 255 },
  'AWS::S3::Bucket': { property: 'BucketName', max: 63 },
};

/** The property that names a resource of this type, if it has one. */
export const namePropertyOf = (type: string): string | undefined => namings[type]?.property;

/** `<stack>-<logical id>-<digest>`, shortened to what the type allows; stable for the same stack and id. */
export function generatedName(stack: string, logicalId: string, type: string, suffix = ''): string {
  const digest = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 8);
  const room = (namings[type]?.max ?? 128) - digest.length - suffix.length - 1;
  const name = `${`${stack}-${logicalId}`.slice(0, room)}-${digest}${suffix}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}
