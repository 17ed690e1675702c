// Pages of EKS's lists.
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';

export interface ListInput {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** A page of a list and its token. */
export function eksPage<T>(all: readonly T[], { maxResults = 100, nextToken }: ListInput) {
  const invalid = new AwsError('InvalidParameterException', 'The nextToken parameter is not valid');
  const { items, next } = pageOf(all, maxResults, nextToken, invalid);
  return { items, token: next === undefined ? {} : { nextToken: next } };
}
