// Pages of Describe calls: `Marker`/`PageSize` in, `NextMarker` out, absent on the last page.
import { AwsError } from '../aws-error.ts';
import { pageOf } from '../page.ts';

export interface PageInput {
  readonly Marker?: string;
  /** 1–400, also the default. */
  readonly PageSize?: number;
}

const invalidMarker = new AwsError('ValidationError', 'The specified marker is not valid');

/** One page of rows and the members that continue it. */
export function pageRows<Row>(rows: readonly Row[], { Marker, PageSize = 400 }: PageInput) {
  const page = pageOf(rows, PageSize, Marker, invalidMarker);
  return { rows: page.items, next: page.next === undefined ? {} : { NextMarker: page.next } };
}
