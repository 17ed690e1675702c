import { DescribeTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Tags } from '../../core/stack/stack.ts';
import { unlessVanished, withoutGhosts } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { list, text } from './optional-members.ts';
import { chunksOf, collect } from './pages.ts';
import { tagsFromSdk } from './tag-shapes.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const arnsPerCall = 20;

/**
 * ARN → tags, 20 ARNs of load balancing a call, each asked for once; one call for each certificate. ARNs that do not exist
 * are missing; a resource without tags has an empty record.
 */
export async function describeTags(
  clients: AwsClients,
  arns: readonly string[],
): Promise<Readonly<Record<string, Tags>>> {
  const [certificates, others] = [arns.filter(isCertificate), arns.filter((arn) => !isCertificate(arn))];
  const [balancing, ...ofCertificates] = await Promise.all([
    tagsOfLoadBalancing(clients, others),
    ...[...new Set(certificates)].map((arn) => tagsOfCertificate(clients, arn)),
  ]);
  return Object.assign({}, balancing, ...ofCertificates) as Readonly<Record<string, Tags>>;
}

const isCertificate = (arn: string): boolean => arn.split(':')[2] === 'acm';

async function tagsOfCertificate(clients: AwsClients, arn: string): Promise<Readonly<Record<string, Tags>>> {
  const { ListTagsForCertificateCommand } = await import('@aws-sdk/client-acm');
  const client = await clients.acm();
  const answer = await unlessVanished(
    clients.call('ListTagsForCertificate', arn, () =>
      client.send(new ListTagsForCertificateCommand({ CertificateArn: arn })),
    ),
  );
  return answer === undefined ? {} : { [arn]: tagsFromSdk(answer.Tags) };
}

async function tagsOfLoadBalancing(
  { elbv2, call }: AwsClients,
  arns: readonly string[],
): Promise<Readonly<Record<string, Tags>>> {
  const describe = async (ResourceArns: string[]) => {
    const { TagDescriptions } = await call('DescribeTags', ResourceArns.join(', '), () =>
      elbv2.send(new DescribeTagsCommand({ ResourceArns })),
    );
    return list(TagDescriptions).map(({ ResourceArn, Tags: tags }) => [text(ResourceArn), tagsFromSdk(tags)] as const);
  };
  const found = chunksOf([...new Set(arns)], arnsPerCall).map((chunk) => withoutGhosts(chunk, describe));
  return Object.fromEntries((await Promise.all(found)).flat());
}

/**
 * ARNs that carry every tag with exactly its value; no resource types mean all of them. The index lags behind writes:
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function arnsByTags(
  clients: AwsClients,
  tags: Tags,
  resourceTypes: readonly string[],
): Promise<readonly string[]> {
  const { paginateGetResources } = await import('@aws-sdk/client-resource-groups-tagging-api');
  const client = await clients.tagging();
  const input = {
    TagFilters: Object.entries(tags).map(([Key, Value]) => ({ Key, Values: [Value] })),
    ...(resourceTypes.length > 0 && { ResourceTypeFilters: [...resourceTypes] }),
    ResourcesPerPage: 100,
  };
  const pages = await clients.call('GetResources', JSON.stringify(tags), () =>
    collect(paginateGetResources({ client }, input)),
  );
  return pages.flatMap(({ ResourceTagMappingList }) =>
    list(ResourceTagMappingList).map(({ ResourceARN }) => text(ResourceARN)),
  );
}
