// The contract between the AWS endpoint and one service. The endpoint owns the wire (SigV4, protocol codec, shape
// validation, IAM, faults, call log); a service owns its state and one function per action.
import type { AwsModel } from '../../generated/aws/model.ts';
import type { WireRequest } from '../wire.ts';
import type { AwsError } from './aws-error.ts';
import type { AuthorizationCheck } from './iam/authorization.ts';
import type { Caller } from './iam/callers.ts';
import type { PolicyDocument } from './iam/policy.ts';

/** Decoded, shape-validated input of one call: PascalCase (or the service's own) member names, no unknown members. */
export type Input = Readonly<Record<string, unknown>>;

/** What an action knows about the call besides its input. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly caller: Caller;
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  /** `http://host:port` as the client addressed it; queue URLs and presigned locations are built on it. */
  readonly endpointUrl: string;
  /** `X-Amzn-Trace-Id` of the request; SQS stores it with messages, which is how Lambda recognises recursion. */
  readonly traceHeader?: string;
}

/**
 * One action. It receives input that already satisfies the model's shape (types, required, bounds, enums, patterns)
 * and returns the members of the output shape; it refuses by throwing an `AwsError`. It may await the emulated clock
 * (long polling), never wall time.
 */
export type Action = (input: never, call: Call) => object | Promise<object>;

/** One AWS service behind the endpoint. */
export interface AwsService {
  /** Name in the SigV4 credential scope: `elasticloadbalancing`, `ec2`, `sqs` … */
  readonly signingName: string;
  /** botocore's service model; its metadata chooses the protocol. */
  readonly model: AwsModel;
  /** The same service in the Query protocol, which clients from before its JSON protocol still speak. */
  readonly queryModel?: AwsModel;
  /** What the Query protocol says otherwise than the newer one. */
  readonly queryWording?: (error: AwsError) => AwsError;
  /** Query parameter that a path other than `/` stands for. */
  readonly pathParameter?: string;
  readonly actions: Readonly<Record<string, Action>>;
  /** Whether an unsigned request that names no service is meant for this one. */
  readonly claims?: (request: WireRequest) => boolean;
  /** Whether an action may be called without a signature: the caller is then nobody in particular. */
  readonly allowsUnsigned?: (action: string) => boolean;
  /**
   * What IAM must allow for this call, in order: the action itself and dependent permissions such as tag-on-create.
   * The first check's resource is the one the call log names. Without this function a call is judged on resource `*`.
   */
  readonly authorization?: (action: string, input: Input, call: Call) => readonly AuthorizationCheck[];
  /** The policy of the resource a check is about, if it has one. */
  readonly resourcePolicy?: (check: AuthorizationCheck) => PolicyDocument | undefined;
  /** The resources of this service that tag search finds and the tagging API changes. */
  readonly taggable?: Taggable;
  /** State that eventual-consistency faults can look back into; services without it never read stale. */
  readonly state?: ServiceState;
  /** Back to the state of a fresh account. */
  reset(): void;
}

export type TagMap = Readonly<Record<string, string>>;

/** What the tagging API may do with the resources of a service. */
export interface Taggable {
  /** Every resource with its tags of the moment, tagged or not. */
  list(): readonly { readonly arn: string; readonly tags: TagMap }[];
  /** Replaces all tags of an existing resource. */
  setTags(arn: string, tags: TagMap): void;
  /** What IAM asks for, besides the tagging API's own permission. */
  readonly permission: { readonly tag: string; readonly untag: string };
  /** Calls the listener when tags or resources have changed; services of the world itself tell it themselves. */
  subscribe?(changed: () => void): void;
}

/** Copies of a service's whole state: `save` clones, `restore` swaps in. */
export interface ServiceState {
  save(): unknown;
  restore(saved: unknown): void;
}
