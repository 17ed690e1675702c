import { Duration, Stack } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { buildDigest } from '../bundle.ts';
import type { ClusterSettings, Settings } from '../settings.ts';
import { type CellQueue, environment, queueName } from '../../lib/config.ts';
import { ControllerFunction } from './controller-function.ts';

export interface ControllerFunctionsProps {
  readonly settings: Settings;
  /** The clusters whose cells these functions serve. */
  readonly clusters: readonly ClusterSettings[];
  readonly network?: ClusterSettings['privateNetwork'];
  readonly vpcId?: string;
  /** Through which CA certificates reach ELB. */
  readonly bundles: Bucket;
  /** ARN of the regional queue of drift events, consumed by the sweep. */
  readonly events?: string;
}

/** Visibility of every FIFO message: six times the function's time, as AWS advises for event source mappings. */
export const reconcileTimeout = Duration.seconds(120);
export const targetsTimeout = Duration.seconds(60);
export const dispatchTimeout = Duration.seconds(30);

/** The functions that reconcile: one set for a region, or one for a cell whose cluster API is private. */
export class ControllerFunctions extends Construct {
  readonly dispatch: ControllerFunction;
  readonly reconcile: ControllerFunction;
  readonly targets: ControllerFunction;
  readonly sweep: ControllerFunction;
  readonly install: ControllerFunction;
  readonly deadLetters: ControllerFunction;

  constructor(scope: Construct, id: string, props: ControllerFunctionsProps) {
    super(scope, id);
    const queue = (cell: CellQueue, deadLetter = false) =>
      props.clusters.map(({ cluster }) =>
        Stack.of(this).formatArn({ service: 'sqs', resource: queueName(cluster, cell, deadLetter) }),
      );
    const make = (
      name: ConstructorParameters<typeof ControllerFunction>[2]['name'],
      rest: Omit<ConstructorParameters<typeof ControllerFunction>[2], 'name' | 'environment' | 'bundles'>,
    ) =>
      new ControllerFunction(this, name, {
        name,
        bundles: props.bundles,
        environment: { ...variables(props), [environment.build]: buildDigest('lambda') },
        ...(props.network ? { network: this.network(name, props) } : {}),
        ...rest,
      });

    this.dispatch = make('dispatch', {
      timeout: dispatchTimeout,
      memorySize: 256,
      consumes: queue('changes'),
      rings: [...queue('reconcile'), ...queue('targets')],
      recursive: true,
    });
    this.reconcile = make('reconcile', {
      timeout: reconcileTimeout,
      memorySize: 1024,
      consumes: queue('reconcile'),
      rings: queue('changes'),
      recursive: true,
    });
    this.targets = make('targets', {
      timeout: targetsTimeout,
      memorySize: 512,
      consumes: queue('targets'),
      rings: queue('changes'),
      recursive: true,
    });
    this.sweep = make('sweep', {
      timeout: Duration.seconds(60),
      memorySize: 512,
      rings: queue('changes'),
      ...(props.events ? { consumes: [props.events] } : {}),
    });
    this.install = make('install', { timeout: Duration.minutes(5), memorySize: 512 });
    this.deadLetters = make('dead-letters', {
      timeout: Duration.seconds(30),
      memorySize: 256,
      consumes: [...queue('changes', true), ...queue('reconcile', true), ...queue('targets', true)],
    });
  }

  private network(name: string, props: ControllerFunctionsProps) {
    const { network } = props;
    if (!network || !props.vpcId) throw new Error('clusters[].privateNetwork needs clusters[].vpcId beside it');
    const vpc = Vpc.fromVpcAttributes(this, `${name}-vpc`, {
      vpcId: props.vpcId,
      availabilityZones: network.subnetIds.map((_, index) => `${index}`),
      privateSubnetIds: network.subnetIds,
    });
    return {
      vpc,
      subnets: {
        subnets: network.subnetIds.map((subnetId) => Subnet.fromSubnetId(this, `${name}-${subnetId}`, subnetId)),
      },
      securityGroups: network.securityGroupIds.map((groupId) =>
        SecurityGroup.fromSecurityGroupId(this, `${name}-${groupId}`, groupId),
      ),
    };
  }
}

function variables({ settings, clusters, bundles }: ControllerFunctionsProps): Record<string, string> {
  return {
    [environment.clusters]: JSON.stringify(
      clusters.map(({ cluster, vpcId, endpoint, certificateAuthority }) => ({
        cluster,
        vpcId,
        endpoint,
        certificateAuthority,
      })),
    ),
    [environment.profile]: settings.profile,
    [environment.bundleBucket]: bundles.bucketName,
    [environment.budgets]: JSON.stringify({ ...settings.budgets, instances: settings.maximumConcurrency }),
    [environment.defaults]: JSON.stringify(settings.defaults),
  };
}
