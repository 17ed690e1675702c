import type { Attributes } from '../stack/stack.ts';

/** Attributes as ELB counts them: one value per key, the last one said. */
export function attributes(list: readonly { readonly key: string; readonly value: string }[] | undefined): Attributes {
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key, value]));
}
