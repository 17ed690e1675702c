import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Known, Ref, Value } from '../../core/base/ref.ts';
import type { StepRequest } from '../../core/plan/step.ts';
import type { SecretReader } from '../../reconcile/ports.ts';
import type { AwsClients } from './clients.ts';

/** What a writer gets beside its request. */
export interface StepContext {
  readonly clients: AwsClients;
  /** Id of the step's resource: what is learnt is filed under it, errors name it. */
  readonly resource: string;
  readonly secrets: SecretReader;
  /** The value behind a Ref; steps run after those that create what they refer to. */
  readonly value: (value: Value) => string;
  /** Sends one call under the name of the step's request. */
  readonly call: <Output>(send: () => Promise<Output>) => Promise<Output>;
  /** `call` for what load balancing does. */
  readonly elbv2: ElasticLoadBalancingV2Client['send'];
}

/** One writer for each of these calls. It answers with what it learnt, or with nothing. */
export type StepWriters<Call extends StepRequest['call']> = {
  readonly [Name in Call]: (request: RequestOf<Name>, context: StepContext) => Promise<Known | void>;
};

export type RequestOf<Call extends StepRequest['call']> = Extract<StepRequest, { readonly call: Call }>;

/** The name of something new, under the resource that it is. */
export function learnt({ resource }: StepContext, attribute: Ref['attribute'], value: string | undefined): Known {
  return value === undefined ? {} : { [resource]: { [attribute]: value } };
}
