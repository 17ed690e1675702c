import { AwsError } from '../../aws-error.ts';
import { elbv2Arn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { findByName, putNamed } from '../named-rows.ts';
import type { TrustStore } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';
import { readBundle, type BundleInput } from '../trust-stores/ca-bundle.ts';
import { toTrustStoreView } from '../trust-stores/views.ts';

/** Seconds until a new store is ACTIVE. */
const creatingSeconds = 5;

/** CreateTrustStore from a CA bundle in S3. */
export const createTrustStore = (elbv2: Elbv2) =>
  function create(input: BundleInput & { readonly Name: string; readonly Tags?: readonly Tag[] }) {
    const { world, tables } = elbv2;
    const tags = readNewTags(elbv2, input.Tags);
    if (findByName(elbv2, 'trustStores', input.Name)) {
      throw new AwsError('DuplicateTrustStoreName', `A trust store with the same name '${input.Name}' exists`);
    }
    if (tables.now.trustStores.size >= world.limits.trustStores) {
      throw new AwsError(
        'TooManyTrustStores',
        `The maximum number of trust stores has been reached: '${world.limits.trustStores}'`,
      );
    }
    const arn = elbv2Arn(world, `truststore/${input.Name}/${world.random.hex(16)}`);
    const store: TrustStore = {
      arn,
      name: input.Name,
      status: 'CREATING',
      ...readBundle(elbv2, input),
      revocations: [],
      lastRevocationId: 0,
      tags,
    };
    putNamed(elbv2, 'trustStores', store);
    world.after(creatingSeconds, () => {
      const current = tables.now.trustStores.get(arn);
      if (current) tables.now.trustStores.set(arn, { ...current, status: 'ACTIVE' });
    });
    return { TrustStores: [toTrustStoreView(store)] };
  };
