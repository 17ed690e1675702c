// Every service of the emulated account, wired to those it asks: load balancing to networks and certificates,
// certificates to the listeners that use them, WAF and Shield to load balancers, tag search to all.
import { createAcm, type Acm } from './acm/acm.ts';
import { createAcmService } from './acm/service.ts';
import { createEc2, type Ec2 } from './ec2/ec2.ts';
import { createEc2Service } from './ec2/service.ts';
import { createEks, createEksService, type Eks } from './eks/service.ts';
import { loadBalancersUsing } from './elbv2/certificate-users.ts';
import { createElbv2, type Elbv2 } from './elbv2/elbv2.ts';
import { createElbv2Service } from './elbv2/service.ts';
import { createBuckets, type Buckets } from './s3/objects.ts';
import type { AwsService } from './service.ts';
import { createShield, createShieldService, type Shield } from './shield/service.ts';
import { createStsService } from './sts/service.ts';
import { createTaggingService } from './tagging/service.ts';
import { createTagIndex, type TagIndex } from './tagging/tag-index.ts';
import { taggedResources } from './tagging/tagged-resources.ts';
import { createWaf, createWafService, type Waf } from './wafv2/service.ts';
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
}

export interface AwsServicesOptions {
  readonly world: World;
  readonly targetHealth: Elbv2['targetHealth'];
  readonly tagSearchLagSeconds: number;
}

/** Empty services that know each other. */
export function createAwsServices({ world, targetHealth, tagSearchLagSeconds }: AwsServicesOptions): AwsServices {
  const ec2 = createEc2(world);
  const buckets = createBuckets();
  const acm = createAcm(world, (arn) => loadBalancersUsing(elbv2, arn));
  const elbv2 = createElbv2({
    world,
    ec2,
    targetHealth,
    certificate: (arn) => certificateFacts(acm, arn),
    readObject: buckets.read,
    hasBucket: buckets.has,
  });
  const loadBalancerOf = (arn: string) => elbv2.tables.now.loadBalancers.get(arn);
  const waf = createWaf(world, (arn) => loadBalancerOf(arn)?.state);
  const shield = createShield(world, (arn) => loadBalancerOf(arn) !== undefined);
  const eks = createEks(world);
  const tagIndex = createTagIndex(world, () => taggedResources({ ec2, elbv2, acm }), tagSearchLagSeconds);
  const services = [
    createElbv2Service(elbv2),
    createEc2Service(ec2),
    createAcmService(acm),
    createWafService(waf),
    createShieldService(shield),
    createStsService(),
    createEksService(eks),
    createTaggingService(tagIndex),
  ];
  for (const { state } of services) if (state) world.remember(state);
  return { ec2, acm, elbv2, waf, shield, eks, buckets, tagIndex, services };
}

function certificateFacts({ tables }: Acm, arn: string) {
  const found = tables.now.certificates.get(arn);
  return (
    found && { status: found.status, keyAlgorithm: found.keyAlgorithm, domainNames: found.subjectAlternativeNames }
  );
}
