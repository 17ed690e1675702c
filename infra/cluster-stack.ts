import { CustomResource, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { CfnAccessEntry, CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import { PolicyStatement, Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { acknowledgeFindings } from './constructs/acknowledged-findings.ts';
import { CellAlarms } from './constructs/cell-alarms.ts';
import { CellQueue } from './constructs/cell-queue.ts';
import type { ControllerFunction } from './constructs/controller-function.ts';
import {
  ControllerFunctions,
  dispatchTimeout,
  reconcileTimeout,
  targetsTimeout,
} from './constructs/controller-functions.ts';
import type { ControllerStack } from './controller-stack.ts';
import type { ClusterSettings, Settings } from './settings.ts';

export interface ClusterStackProps extends StackProps {
  readonly settings: Settings;
  readonly cluster: ClusterSettings;
  readonly controller: ControllerStack;
}

/** Kubernetes groups and service account that the chart binds its roles to. */
const kubernetes = {
  controllers: 'albatross:controllers',
  installers: 'albatross:installers',
  forwarder: 'albatross-forwarder',
} as const;

/** A cell: what one cluster owns, so that a stuck cluster delays no other. */
export class ClusterStack extends Stack {
  private readonly cluster: ClusterSettings;
  private readonly functions: ControllerFunctions;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, { description: `Albatross: cell of cluster ${props.cluster.cluster}`, ...props });
    this.cluster = props.cluster;
    this.functions = this.privateFunctions(props) ?? props.controller.functions;
    const forwarder = this.forwarderRole();
    const { dispatch, reconcile, targets, sweep } = this.functions;
    const changes = this.queue('changes', dispatchTimeout, [forwarder, reconcile.role, targets.role, sweep.role]);
    const reconciles = this.queue('reconcile', reconcileTimeout, [dispatch.role]);
    const synchronisations = this.queue('targets', targetsTimeout, [dispatch.role]);
    forwarder.addToPolicy(
      new PolicyStatement({ sid: 'RingChanges', actions: ['sqs:SendMessage'], resources: [changes.queue.queueArn] }),
    );

    const { maximumConcurrency } = props.settings;
    this.consume('ChangesToDispatch', changes, dispatch, { maxConcurrency: 2, maxBatchingWindow: Duration.seconds(0) });
    this.consume('ReconcileToReconcile', reconciles, reconcile, { maxConcurrency: maximumConcurrency });
    this.consume('TargetsToTargets', synchronisations, targets, { maxConcurrency: maximumConcurrency });
    this.tickSweep(sweep);
    this.accessEntries();
    this.install(changes);
    new CellAlarms(this, 'Alarms', {
      cluster: this.cluster.cluster,
      queues: [changes, reconciles, synchronisations],
      ...(props.settings.alarmTopicArn ? { topicArn: props.settings.alarmTopicArn } : {}),
    });
    acknowledgeFindings(this, props.controller.bundles);
  }

  private privateFunctions({ cluster, settings, controller }: ClusterStackProps): ControllerFunctions | undefined {
    if (!cluster.privateNetwork) return undefined;
    return new ControllerFunctions(this, 'Functions', {
      bundles: controller.bundles,
      settings,
      clusters: [cluster],
      network: cluster.privateNetwork,
      ...(cluster.vpcId ? { vpcId: cluster.vpcId } : {}),
    });
  }

  private forwarderRole(): Role {
    const role = new Role(this, 'ForwarderRole', {
      assumedBy: new SessionTagsPrincipal(new ServicePrincipal('pods.eks.amazonaws.com')),
      description: `Forwarder in cluster ${this.cluster.cluster}: may ring its own changes queue`,
    });
    new CfnPodIdentityAssociation(this, 'ForwarderIdentity', {
      clusterName: this.cluster.cluster,
      namespace: this.cluster.namespace,
      serviceAccount: kubernetes.forwarder,
      roleArn: role.roleArn,
    });
    return role;
  }

  private queue(
    queue: 'changes' | 'reconcile' | 'targets',
    functionTimeout: Duration,
    senders: readonly Role[],
  ): CellQueue {
    const id = `${queue[0]?.toUpperCase()}${queue.slice(1)}`;
    return new CellQueue(this, id, {
      cluster: this.cluster.cluster,
      queue,
      functionTimeout,
      senders: senders.map((role) => role.roleArn),
    });
  }

  private consume(
    id: string,
    from: CellQueue,
    by: ControllerFunction,
    limits: { readonly maxConcurrency: number; readonly maxBatchingWindow?: Duration },
  ): void {
    const mapping = { batchSize: 10, reportBatchItemFailures: true };
    new EventSourceMapping(this, id, {
      ...mapping,
      ...limits,
      target: by.function,
      eventSourceArn: from.queue.queueArn,
    });
    new EventSourceMapping(this, `${id}DeadLetters`, {
      ...mapping,
      maxConcurrency: 2,
      target: this.functions.deadLetters.function,
      eventSourceArn: from.deadLetters.queueArn,
    });
  }

  private tickSweep(sweep: ControllerFunction): void {
    const { functionArn } = sweep.function;
    const role = new Role(this, 'SweepTickRole', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ sid: 'InvokeSweep', actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
    );
    new CfnSchedule(this, 'SweepTick', {
      description: `Sweep of cluster ${this.cluster.cluster}: one slice of its Gateways a minute`,
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ cluster: this.cluster.cluster, at: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }

  private accessEntries(): void {
    const { reconcile, targets, sweep, install } = this.functions;
    const entry = (id: string, { role }: ControllerFunction, group: string) =>
      new CfnAccessEntry(this, id, {
        clusterName: this.cluster.cluster,
        principalArn: role.roleArn,
        kubernetesGroups: [group],
        type: 'STANDARD',
      });
    entry('ReconcileAccess', reconcile, kubernetes.controllers);
    entry('TargetsAccess', targets, kubernetes.controllers);
    entry('SweepAccess', sweep, kubernetes.controllers);
    // The installer creates CRDs, roles and a Deployment: EKS grants that through its cluster-admin access policy.
    new CfnAccessEntry(this, 'InstallAccess', {
      clusterName: this.cluster.cluster,
      principalArn: install.role.roleArn,
      type: 'STANDARD',
      accessPolicies: [
        {
          policyArn: `arn:${this.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
          accessScope: { type: 'cluster' },
        },
      ],
    });
  }

  private install(changes: CellQueue): void {
    const image = new DockerImageAsset(this, 'ForwarderImage', {
      directory: join(import.meta.dirname, '../dist/forwarder'),
      platform: Platform.LINUX_ARM64,
    });
    const installation = new CustomResource(this, 'Installation', {
      resourceType: 'Custom::AlbatrossInstallation',
      serviceToken: this.functions.install.function.functionArn,
      properties: {
        cluster: this.cluster.cluster,
        namespace: this.cluster.namespace,
        image: image.imageUri,
        changesQueueUrl: changes.queue.queueUrl,
        region: this.region,
        secretNamespaces: this.cluster.secretNamespaces,
      },
    });
    for (const id of ['InstallAccess', 'ForwarderIdentity']) installation.node.addDependency(this.node.findChild(id));
  }
}
