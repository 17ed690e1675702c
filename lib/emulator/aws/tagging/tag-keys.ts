// GetTagKeys and GetTagValues: what is in use in the region, as far as the index knows.
import { pageOf } from '../page.ts';
import { invalidToken } from './get-resources.ts';
import type { TagIndex } from './tag-index.ts';

interface PageInput {
  readonly PaginationToken?: string;
}

const perPage = 100;

function pageOfTexts(texts: readonly string[], { PaginationToken }: PageInput) {
  const marker = PaginationToken === '' ? undefined : PaginationToken;
  return pageOf([...new Set(texts)].sort(), perPage, marker, invalidToken());
}

/** GetTagKeys. */
export const getTagKeys = (index: TagIndex) =>
  function get(input: PageInput) {
    const { items, next = '' } = pageOfTexts(
      index.resources().flatMap(({ tags }) => Object.keys(tags)),
      input,
    );
    return { PaginationToken: next, TagKeys: items };
  };

/** GetTagValues of one key. */
export const getTagValues = (index: TagIndex) =>
  function get({ Key, ...input }: PageInput & { readonly Key: string }) {
    const values = index.resources().flatMap(({ tags }) => (Object.hasOwn(tags, Key) ? [tags[Key] ?? ''] : []));
    const { items, next = '' } = pageOfTexts(values, input);
    return { PaginationToken: next, TagValues: items };
  };
