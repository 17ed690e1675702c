import { filterRows, pageRows, type DescribeInput, type FilterTable } from '../describe-rows.ts';
import type { Ec2 } from '../ec2.ts';
import { resourceKinds } from '../resource-ids.ts';
import type { TagMap } from '../tables.ts';

interface TagRow {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly value: string;
  readonly tags: TagMap;
}

const filters: FilterTable<TagRow> = {
  key: ({ key }) => [key],
  value: ({ value }) => [value],
  'resource-id': ({ id }) => [id],
  'resource-type': ({ type }) => [type],
};

/** DescribeTags: every tag of every resource. */
export const describeTags = ({ tables }: Ec2) =>
  function describe(input: DescribeInput) {
    const all = Object.values(resourceKinds).flatMap(({ table, type }) =>
      [...tables.now[table].values()].flatMap(({ id, tags }) =>
        Object.entries(tags).map(([key, value]): TagRow => ({ id, type, key, value, tags })),
      ),
    );
    const { rows, ...next } = pageRows(filterRows(all, input.Filters, filters), input);
    return {
      Tags: rows.map(({ id, type, key, value }) => ({ ResourceId: id, ResourceType: type, Key: key, Value: value })),
      ...next,
    };
  };
