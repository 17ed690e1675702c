import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IVpc, ISecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { permissions } from '../../lib/adapters/aws/permissions.ts';
import { policyStatements } from './policy.ts';

export type FunctionName = keyof typeof permissions;

export interface ControllerFunctionProps {
  readonly name: FunctionName;
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Through which CA certificates reach ELB. */
  readonly bundles: Bucket;
  /** Queues it consumes and queues it rings, by ARN. */
  readonly consumes?: readonly string[];
  readonly rings?: readonly string[];
  /** Re-ringing is intended: without this, Lambda cuts a chain of queue and function after about 16 hops. */
  readonly recursive?: boolean;
  readonly network?: {
    readonly vpc: IVpc;
    readonly subnets: SubnetSelection;
    readonly securityGroups: ISecurityGroup[];
  };
}

/** One function of the controller: the bundled folder, a role with exactly its declared permissions, its own log group. */
export class ControllerFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ControllerFunctionProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH });
    this.function = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(join(import.meta.dirname, '../../dist/lambda')),
      handler: `${props.name}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memorySize,
      role: this.role,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: 'Albatross',
      },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.recursive ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      ...(props.network
        ? { vpc: props.network.vpc, vpcSubnets: props.network.subnets, securityGroups: props.network.securityGroups }
        : {}),
    });
    logGroup.grantWrite(this.role);
    if (props.network) {
      this.role.addManagedPolicy(
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'),
      );
    }
    for (const statement of policyStatements(stack, permissions[props.name], props.bundles.bucketArn))
      this.role.addToPolicy(statement);
    this.allow(
      'ConsumeQueues',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      props.consumes,
    );
    this.allow('RingQueues', ['sqs:SendMessage'], props.rings);
  }

  private allow(sid: string, actions: string[], resources: readonly string[] = []): void {
    if (resources.length > 0) this.role.addToPolicy(new PolicyStatement({ sid, actions, resources: [...resources] }));
  }
}
