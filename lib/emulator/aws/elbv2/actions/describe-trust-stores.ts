import { AwsError } from '../../aws-error.ts';
import { requireTrustStore } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { findByName } from '../named-rows.ts';
import { pageRows, type PageInput } from '../pages.ts';
import type { TrustStore } from '../tables.ts';
import { toTrustStoreView } from '../trust-stores/views.ts';

interface DescribeTrustStoresInput extends PageInput {
  readonly TrustStoreArns?: readonly string[];
  readonly Names?: readonly string[];
}

/** DescribeTrustStores: all, or by ARNs, or by names. */
export const describeTrustStores = (elbv2: Elbv2) =>
  function describe(input: DescribeTrustStoresInput) {
    const { rows, next } = pageRows(find(elbv2, input), input);
    return { TrustStores: rows.map(toTrustStoreView), ...next };
  };

function find(elbv2: Elbv2, { TrustStoreArns, Names }: DescribeTrustStoresInput): readonly TrustStore[] {
  if (TrustStoreArns && Names) {
    throw new AwsError(
      'ValidationError',
      'Trust store names and trust store ARNs cannot be specified at the same time',
    );
  }
  if (TrustStoreArns) return [...new Set(TrustStoreArns)].map((arn) => requireTrustStore(elbv2, arn));
  if (!Names) return [...elbv2.tables.now.trustStores.values()];
  return [...new Set(Names)].map((wanted) => {
    const store = findByName(elbv2, 'trustStores', wanted);
    if (!store) throw new AwsError('TrustStoreNotFound', `Trust store '${wanted}' not found`);
    return store;
  });
}
