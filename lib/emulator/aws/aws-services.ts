// Every service of the emulated account, wired to those it asks: load balancing to networks and certificates,
// certificates to the listeners that use them, WAF and Shield to load balancers, tag search to all.
import { createAcm, type Acm, type AcmSettings } from './acm/acm.ts';
import { certificateFacts } from './acm/certificate-facts.ts';
import { createAcmService } from './acm/service.ts';
import { createEc2, type Ec2 } from './ec2/ec2.ts';
import { createEc2Service } from './ec2/service.ts';
import { createEks, type Eks } from './eks/eks.ts';
import { createEksService } from './eks/service.ts';
import { loadBalancersUsing } from './elbv2/certificate-users.ts';
import { createElbv2, type Elbv2, type Signer } from './elbv2/elbv2.ts';
import { createElbv2Service } from './elbv2/service.ts';
import type { Callers } from './iam/callers.ts';
import { createBuckets, type Buckets } from './s3/buckets.ts';
import { createS3 } from './s3/s3.ts';
import { createS3Service } from './s3/service.ts';
import type { AwsService, Taggable } from './service.ts';
import { createShieldService } from './shield/service.ts';
import { createShield, type Shield } from './shield/shield.ts';
import { createStsService } from './sts/service.ts';
import { createTaggingService } from './tagging/service.ts';
import { createTagIndex, type TagIndex } from './tagging/tag-index.ts';
import {
  balancingTaggable,
  bucketTaggable,
  certificateTaggable,
  networkTaggable,
} from './tagging/taggable-resources.ts';
import { createWafService } from './wafv2/service.ts';
import { createWaf, type Waf } from './wafv2/waf.ts';
import type { World } from './world.ts';

export interface AwsServices {
  readonly ec2: Ec2;
  readonly acm: Acm;
  readonly elbv2: Elbv2;
  readonly waf: Waf;
  readonly shield: Shield;
  readonly eks: Eks;
  readonly buckets: Buckets;
  readonly tagIndex: TagIndex;
  readonly services: readonly AwsService[];
  /** Makes the resources of a service that lives elsewhere known to the tagging API. */
  join(service: AwsService): void;
}

/** Makes the key known with which load balancing presigns locations, as that of its service role. */
function balancingSigner(callers: Callers, { accountId }: World): Signer {
  const name = 'elasticloadbalancing';
  const role = `role/aws-service-role/${name}.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`;
  const signer = { accessKeyId: 'ASIAELASTICLOADBALAN', secretAccessKey: 'known-to-the-emulator-alone' };
  callers.set(signer.accessKeyId, { name, arn: `arn:aws:iam::${accountId}:${role}` }, signer);
  return signer;
}

export interface AwsServicesOptions {
  readonly world: World;
  readonly callers: Callers;
  readonly targetHealth: Elbv2['targetHealth'];
  readonly tagSearchLagSeconds: number;
  readonly certificates: AcmSettings;
}

/** Empty services that know each other. */
export function createAwsServices(options: AwsServicesOptions): AwsServices {
  const { world, callers, targetHealth, tagSearchLagSeconds, certificates } = options;
  const ec2 = createEc2(world);
  const s3 = createS3(world);
  const buckets = createBuckets(s3);
  const acm = createAcm(world, (arn) => loadBalancersUsing(elbv2, arn), certificates);
  const elbv2 = createElbv2({
    world,
    ec2,
    targetHealth,
    certificate: (arn) => certificateFacts(acm, arn),
    readObject: buckets.read,
    writeObject: buckets.put,
    signer: balancingSigner(callers, world),
    hasBucket: buckets.mayDeliverLogs,
  });
  const loadBalancerOf = (arn: string) => elbv2.tables.now.loadBalancers.get(arn);
  const waf = createWaf(world, (arn) => loadBalancerOf(arn)?.state);
  const isAddress = (arn: string) =>
    /:eip-allocation\//.test(arn) && ec2.tables.now.addresses.has(arn.split('/')[1] ?? '');
  const shield = createShield(world, (arn) => loadBalancerOf(arn) !== undefined || isAddress(arn));
  const eks = createEks(world);
  const taggables = [balancingTaggable(elbv2), networkTaggable(ec2), certificateTaggable(acm), bucketTaggable(s3)];
  const tagIndex = createTagIndex(world, () => taggables.flatMap(({ list }) => list()), tagSearchLagSeconds);
  const services: readonly AwsService[] = [
    createElbv2Service(elbv2),
    createEc2Service(ec2),
    createAcmService(acm),
    createWafService(waf),
    createShieldService(shield),
    createStsService(world, callers),
    createS3Service(s3),
    createEksService(eks),
    createTaggingService({ world, index: tagIndex, taggables }),
  ];
  const join = (taggable: Taggable | undefined) => {
    if (!taggable) return;
    taggables.push(taggable);
    taggable.subscribe?.(world.changed);
  };
  for (const { state, taggable } of services) {
    if (state) world.remember(state);
    join(taggable);
  }
  return { ec2, acm, elbv2, waf, shield, eks, buckets, tagIndex, services, join: ({ taggable }) => join(taggable) };
}
