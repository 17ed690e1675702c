// GetResources: search by tags and resource types.
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';
import type { TagIndex, TaggedResource } from './tag-index.ts';

interface GetResourcesInput {
  readonly PaginationToken?: string;
  readonly TagFilters?: readonly { readonly Key?: string; readonly Values?: readonly string[] }[];
  readonly ResourceTypeFilters?: readonly string[];
  readonly ResourceARNList?: readonly string[];
  readonly ResourcesPerPage?: number;
}

const invalidToken = new AwsError('PaginationTokenExpiredException', 'The PaginationToken is not valid');
const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** GetResources. The last page has an empty token. */
export const getResources = (index: TagIndex) =>
  function get(input: GetResourcesInput) {
    const { ResourcesPerPage = 50, PaginationToken, ResourceARNList } = input;
    if (ResourcesPerPage < 1 || ResourcesPerPage > 100) throw invalid('ResourcesPerPage must be between 1 and 100');
    if (ResourceARNList && (input.TagFilters ?? input.ResourceTypeFilters)) {
      throw invalid('ResourceARNList cannot be used with TagFilters or ResourceTypeFilters');
    }
    const found = index.resources().filter((resource) => isWanted(resource, input));
    const marker = PaginationToken === '' ? undefined : PaginationToken;
    const page = pageOf(found, ResourcesPerPage, marker, invalidToken);
    return {
      PaginationToken: page.next ?? '',
      ResourceTagMappingList: page.items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
    };
  };

function isWanted(
  { arn, tags }: TaggedResource,
  { TagFilters = [], ResourceTypeFilters, ResourceARNList }: GetResourcesInput,
): boolean {
  const hasTags = TagFilters.every(({ Key = '', Values = [] }) => {
    const value = tags[Key];
    return value !== undefined && (Values.length === 0 || Values.includes(value));
  });
  return (
    hasTags &&
    (ResourceTypeFilters?.some((type) => isOfType(arn, type)) ?? true) &&
    (ResourceARNList?.includes(arn) ?? true)
  );
}

/** `service` or `service:type`; a type may name the first parts of the ARN's path (`loadbalancer`, `loadbalancer/app`). */
function isOfType(arn: string, filter: string): boolean {
  const [, , service = '', , , ...path] = arn.split(':');
  const [wantedService, wantedType] = filter.split(':');
  if (service !== wantedService) return false;
  return wantedType === undefined || path.join(':').startsWith(`${wantedType}/`);
}
