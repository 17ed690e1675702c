// Every way this program can touch the world, on one page. The shell (lib/reconcile) tells the story against these;
// lib/adapters implements them over SDKs and sockets. Every method rejects with a Fault and with nothing else.
import type { Cause, Doorbell, Subject } from '../core/base/doorbell.ts';
import type { ClusterId, GatewayKey, ObjectKey } from '../core/base/ids.ts';
import type { Known } from '../core/base/ref.ts';
import type { StatusPatch } from '../core/base/status-patch.ts';
import type {
  ObservedListener,
  ObservedLoadBalancer,
  ObservedRule,
  ObservedSecurityGroup,
  ObservedTargetGroup,
} from '../core/plan/observed.ts';
import type { Step, Target } from '../core/plan/step.ts';
import type { TlsExaminer } from '../core/snapshot/secret-content.ts';
import type { IngressRule, Tags } from '../core/stack/stack.ts';
import type { FactQuery, Facts } from '../core/translate/facts.ts';

export interface Ports {
  readonly cluster: ClusterReader;
  readonly status: StatusWriter;
  readonly facts: FactSource;
  readonly aws: AwsReader;
  readonly writer: AwsWriter;
  readonly targets: TargetRegistry;
  readonly doorbells: DoorbellSender;
  /** Opens certificates and keys of Secrets. */
  readonly examineTls: TlsExaminer;
  readonly clock: { readonly now: () => number };
  readonly log: Log;
}

/** An object as the API server sends it; parse-object is the door behind which it gets a type. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Reads one cluster. Lists are paged inside and whole outside: half a list is a Fault. */
export interface ClusterReader {
  /** All objects of a watched kind, in one namespace or in all. A kind whose CRD is not installed is an empty list. */
  list(kind: string, namespace?: string): Promise<readonly RawObject[]>;
  /** Undefined: the API server says it does not exist. */
  get(key: ObjectKey): Promise<RawObject | undefined>;
}

export interface StatusWriter {
  /** Writes one change; answers `conflict` if the object changed since it was read. */
  write(patch: StatusPatch): Promise<'written' | 'conflict' | 'gone'>;
}

export interface FactSource {
  /** Answers what it can; a query that AWS answers with "no such thing" stays unanswered. */
  gather(queries: readonly FactQuery[], cluster: ClusterId): Promise<Facts>;
}

/** Reads of AWS, each one call (or one paged call) wide, so that calls can be counted. */
export interface AwsReader {
  /** Absent names and ARNs are missing from the answer. Attributes are not read. */
  loadBalancers(
    by: { readonly names: readonly string[] } | { readonly arns: readonly string[] },
  ): Promise<readonly Omit<ObservedLoadBalancer, 'tags'>[]>;
  loadBalancerAttributes(arn: string): Promise<Tags>;
  /** Reserved capacity of a load balancer; 0 if none is. */
  capacityUnits(loadBalancerArn: string): Promise<number>;
  listeners(loadBalancerArn: string): Promise<readonly Omit<ObservedListener, 'tags'>[]>;
  listenerAttributes(arn: string): Promise<Tags>;
  /** All certificates of a listener, the default one first. */
  listenerCertificates(arn: string): Promise<readonly string[]>;
  /** Without the default rule. */
  rules(listenerArn: string): Promise<readonly Omit<ObservedRule, 'tags'>[]>;
  targetGroups(
    by:
      | { readonly loadBalancerArn: string }
      | { readonly names: readonly string[] }
      | { readonly arns: readonly string[] },
  ): Promise<readonly Omit<ObservedTargetGroup, 'tags'>[]>;
  targetGroupAttributes(arn: string): Promise<Tags>;
  /** ARN → tags, 20 ARNs a call. ARNs that do not exist (any more) are missing. */
  tags(arns: readonly string[]): Promise<Readonly<Record<string, Tags>>>;
  /** ARNs that carry all the tags. Lags behind writes and may return ghosts: verify what it says, never act on absence. */
  arnsByTags(tags: Tags, resourceTypes: readonly string[]): Promise<readonly string[]>;
  /** Security groups of the VPC that carry all the tags, or those with the ids. */
  securityGroups(
    by: { readonly vpcId: string; readonly tags: Tags } | { readonly ids: readonly string[] },
  ): Promise<readonly ObservedSecurityGroup[]>;
  webAcl(loadBalancerArn: string): Promise<string | undefined>;
  protection(loadBalancerArn: string): Promise<string | undefined>;
}

/** Carries out one step. Resolves with what it learnt: attributes of the step's own resource. */
export interface AwsWriter {
  perform(step: Step, known: Known, secrets: SecretReader): Promise<Known>;
}

/** Entries of a Secret (or ConfigMap), read just before the call that needs them. */
export type SecretReader = (source: {
  /** Default: `Secret`. */
  readonly kind?: 'Secret' | 'ConfigMap';
  readonly namespace: string;
  readonly name: string;
}) => Promise<Readonly<Record<string, string>>>;

export interface TargetRegistry {
  /** Registered targets with their state; draining ones included. */
  health(targetGroupArn: string): Promise<readonly TargetState[]>;
  register(targetGroupArn: string, targets: readonly Target[]): Promise<void>;
  deregister(targetGroupArn: string, targets: readonly Target[]): Promise<void>;
  /** Adds ingress that is missing; a permission that exists already is success. */
  authorizeIngress(groupId: string, rules: readonly IngressRule[]): Promise<void>;
  revokeIngress(groupId: string, rules: readonly IngressRule[]): Promise<void>;
}

export interface TargetState extends Target {
  readonly state: string;
  readonly reason?: string;
}

export interface DoorbellSender {
  /** Rings the cell's `changes` queue. `delaySeconds` at most 900. */
  ring(doorbells: readonly (Doorbell & { readonly delaySeconds?: number })[]): Promise<void>;
}

/** Structured lines; every one carries cluster, subject and trace from the logger's own context. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** A counted fact (CloudWatch metric); dimensions are few and bounded. */
  count(metric: string, value: number, dimensions?: Readonly<Record<string, string>>): void;
}

/** What one run is about, as dispatch put it on a FIFO queue. */
export interface Run {
  readonly cluster: ClusterId;
  readonly subject: Subject;
  readonly gateway?: GatewayKey;
  /** Why it was rung. A run that only waits for AWS looks at the load balancer's state and at nothing else; absent: look at everything. */
  readonly causes?: readonly Cause[];
  readonly ring: number;
  readonly trace: string;
  /** A message of the batch was received before: the digest is not to be trusted. */
  readonly redelivered: boolean;
  /** Milliseconds left of the function's time. */
  readonly remainingMs: () => number;
}
