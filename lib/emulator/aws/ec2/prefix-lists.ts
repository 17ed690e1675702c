// The prefix lists AWS keeps in every region, as far as load balancers meet them in security group rules.
import type { TagMap } from './tables.ts';

export interface PrefixList {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly tags: TagMap;
}

/** Ids are those of us-west-2; contents are a part of the real ones. */
export const prefixListsOf = (region: string): readonly PrefixList[] => [
  { id: 'pl-68a54001', name: `com.amazonaws.${region}.s3`, cidrs: ['52.218.128.0/17', '52.92.128.0/17'], tags: {} },
  { id: 'pl-00a54069', name: `com.amazonaws.${region}.dynamodb`, cidrs: ['52.94.10.0/24'], tags: {} },
  { id: 'pl-82a045eb', name: 'com.amazonaws.global.cloudfront.origin-facing', cidrs: ['130.176.0.0/17'], tags: {} },
];
