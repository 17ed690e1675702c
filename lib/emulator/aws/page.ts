// Pages of a list. Markers are opaque to clients; here they hold the position after the last item.
import type { AwsError } from './aws-error.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}

const encode = (position: number) => Buffer.from(`p${position}`).toString('base64url');

function decode(marker: string, invalid: AwsError): number {
  const position = /^p(\d+)$/.exec(Buffer.from(marker, 'base64url').toString('utf8'))?.[1];
  if (position === undefined) throw invalid;
  return Number(position);
}

/** The page of `size` items that a marker points at; throws `invalid` for a marker it did not make. */
export function pageOf<T>(all: readonly T[], size: number, marker: string | undefined, invalid: AwsError): Page<T> {
  const start = marker === undefined ? 0 : decode(marker, invalid);
  const items = all.slice(start, start + size);
  return start + size < all.length ? { items, next: encode(start + size) } : { items };
}
