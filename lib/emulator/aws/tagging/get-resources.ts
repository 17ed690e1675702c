// GetResources: search by tags and resource types.
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';
import { isOfType } from './resource-type.ts';
import type { TagIndex, TaggedResource } from './tag-index.ts';

interface GetResourcesInput {
  readonly PaginationToken?: string;
  readonly TagFilters?: readonly { readonly Key?: string; readonly Values?: readonly string[] }[];
  readonly ResourceTypeFilters?: readonly string[];
  readonly ResourceARNList?: readonly string[];
  readonly ResourcesPerPage?: number;
  readonly TagsPerPage?: number;
  readonly IncludeComplianceDetails?: boolean;
  readonly ExcludeCompliantResources?: boolean;
}

/** The token is not one that an earlier page gave. */
export const invalidToken = () => new AwsError('PaginationTokenExpiredException', 'The PaginationToken is not valid');
const invalid = (message: string) => new AwsError('InvalidParameterException', message);

/** GetResources. The last page has an empty token. */
export const getResources = (index: TagIndex) =>
  function get(input: GetResourcesInput) {
    refuse(input);
    const found = index.resources().filter((resource) => isWanted(resource, input));
    // No tag policies are in effect: every resource complies.
    const listed = input.ExcludeCompliantResources === true ? [] : found;
    const { items, next } = takePage(listed, input);
    return {
      PaginationToken: next,
      ResourceTagMappingList: items.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ...(input.IncludeComplianceDetails === true && {
          ComplianceDetails: { NoncompliantKeys: [], KeysWithNoncompliantValues: [], ComplianceStatus: true },
        }),
      })),
    };
  };

function refuse(input: GetResourcesInput): void {
  const { ResourcesPerPage, TagsPerPage, ResourceARNList, PaginationToken = '', TagFilters = [] } = input;
  const isPaged = ResourcesPerPage !== undefined || TagsPerPage !== undefined || PaginationToken !== '';
  const isOutside = (size: number | undefined, min: number, max: number) =>
    size !== undefined && (size < min || size > max);
  const mistakes: readonly (readonly [boolean, string])[] = [
    [isOutside(ResourcesPerPage, 1, 100), 'ResourcesPerPage must be between 1 and 100'],
    [isOutside(TagsPerPage, 100, 500), 'TagsPerPage must be between 100 and 500'],
    [
      ResourcesPerPage !== undefined && TagsPerPage !== undefined,
      'ResourcesPerPage and TagsPerPage cannot be used together',
    ],
    [
      ResourceARNList !== undefined && isPaged,
      'ResourceARNList cannot be used with ResourcesPerPage, TagsPerPage or PaginationToken',
    ],
    [TagFilters.some(({ Key }) => Key === undefined), 'Every TagFilter must have a Key'],
    [
      input.ExcludeCompliantResources === true && input.IncludeComplianceDetails !== true,
      'ExcludeCompliantResources can be used only with IncludeComplianceDetails',
    ],
  ];
  const mistake = mistakes.find(([isMade]) => isMade);
  if (mistake) throw invalid(mistake[1]);
}

/** Whole resources only: with `TagsPerPage`, as many as have so many tags together, one at least. */
function takePage(found: readonly TaggedResource[], input: GetResourcesInput) {
  const { PaginationToken, ResourceARNList, TagsPerPage, ResourcesPerPage = ResourceARNList ? 100 : 50 } = input;
  const marker = PaginationToken === '' ? undefined : PaginationToken;
  if (TagsPerPage === undefined) {
    const { items, next = '' } = pageOf(found, ResourcesPerPage, marker, invalidToken());
    return { items, next };
  }
  const rest = pageOf(found, Infinity, marker, invalidToken()).items;
  let count = 0;
  const fits = ({ tags }: TaggedResource) => (count += Object.keys(tags).length) <= TagsPerPage;
  const cut = rest.findIndex((resource, position) => !fits(resource) && position > 0);
  const { items, next = '' } = pageOf(found, cut < 0 ? rest.length || 1 : cut, marker, invalidToken());
  return { items, next };
}

function isWanted(
  { arn, tags }: TaggedResource,
  { TagFilters = [], ResourceTypeFilters, ResourceARNList }: GetResourcesInput,
): boolean {
  const hasTags = TagFilters.every(({ Key = '', Values = [] }) => {
    const value = Object.hasOwn(tags, Key) ? tags[Key] : undefined;
    return value !== undefined && (Values.length === 0 || Values.includes(value));
  });
  return (
    hasTags &&
    (ResourceTypeFilters?.some((type) => isOfType(arn, type)) ?? true) &&
    (ResourceARNList?.includes(arn) ?? true)
  );
}
