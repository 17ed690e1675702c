// The one place where SDK clients are made. EC2 (a third of a second of parsing on a cold start) and what few Gateways
// use are imported when first needed.
import type { ACMClient } from '@aws-sdk/client-acm';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { ShieldClient } from '@aws-sdk/client-shield';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { classifyAwsError } from './classify-error.ts';
import type { RateLimit } from './rate-limit.ts';

/** Region, credentials, endpoint or requestHandler as every SDK client takes them; empty: from the environment. */
export type ClientSettings = ConstructorParameters<typeof ElasticLoadBalancingV2Client>[0];

export interface AwsClients {
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ec2: () => Promise<EC2Client>;
  readonly acm: () => Promise<ACMClient>;
  readonly eks: () => Promise<EKSClient>;
  readonly tagging: () => Promise<ResourceGroupsTaggingAPIClient>;
  readonly wafv2: () => Promise<WAFV2Client>;
  readonly shield: () => Promise<ShieldClient>;
  /** Bucket where ELB is to read CA certificates, and its endpoint if not the public one. Absent: there is none. */
  readonly bundles?: { readonly bucket: string; readonly endpoint?: string };
  /** Sends within the budget; rejects with a Fault and with nothing else. `resource` is what messages name. */
  readonly call: <Output>(operation: string, resource: string, send: () => Promise<Output>) => Promise<Output>;
}

/** Attempts of the SDK itself; the queue is the patient retry. */
const maxAttempts = 3;

/** Made at the first use, once. */
function lazily<Client>(make: () => Promise<Client>): () => Promise<Client> {
  let made: Promise<Client> | undefined;
  return () => (made ??= make());
}

/**
 * Makes no call by itself. `settings` override the three attempts and the user agent; only what is sent through `call`
 * counts against the budget.
 */
export function createAwsClients(
  settings: ClientSettings,
  limit: RateLimit,
  bundles?: AwsClients['bundles'],
): AwsClients {
  const shared = { maxAttempts, customUserAgent: 'albatross', ...settings };
  return {
    elbv2: new ElasticLoadBalancingV2Client(shared),
    ec2: lazily(async () => new (await import('@aws-sdk/client-ec2')).EC2Client(shared)),
    acm: lazily(async () => new (await import('@aws-sdk/client-acm')).ACMClient(shared)),
    eks: lazily(async () => new (await import('@aws-sdk/client-eks')).EKSClient(shared)),
    tagging: lazily(
      async () =>
        new (await import('@aws-sdk/client-resource-groups-tagging-api')).ResourceGroupsTaggingAPIClient(shared),
    ),
    wafv2: lazily(async () => new (await import('@aws-sdk/client-wafv2')).WAFV2Client(shared)),
    shield: lazily(async () => new (await import('@aws-sdk/client-shield')).ShieldClient(shared)),
    ...(bundles === undefined ? {} : { bundles }),
    call: async (operation, resource, send) => {
      await limit.turn(operation);
      try {
        return await send();
      } catch (error) {
        const fault = classifyAwsError(error, operation, resource);
        if (fault.kind === 'throttled') limit.throttled(operation);
        throw fault;
      }
    },
  };
}
