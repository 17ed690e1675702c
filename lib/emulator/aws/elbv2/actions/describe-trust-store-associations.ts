import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { pageRows, type PageInput } from '../pages.ts';
import { listenersUsing } from '../trust-stores/views.ts';

/** DescribeTrustStoreAssociations: the listeners that verify against a store. */
export const describeTrustStoreAssociations = (elbv2: Elbv2) =>
  function describe(input: PageInput & { readonly TrustStoreArn: string }) {
    const { arn } = requireTrustStore(elbv2, input.TrustStoreArn);
    const { rows, next } = pageRows(listenersUsing(elbv2, arn), input);
    return { TrustStoreAssociations: rows.map((ResourceArn) => ({ ResourceArn })), ...next };
  };
