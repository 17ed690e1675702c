import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import { requireTagged, toTagList } from '../tags.ts';

/** At most 20 resources in one call (API reference, DescribeTags). */
const maxArns = 20;

/** DescribeTags: across kinds; one unknown ARN fails the whole call. */
export const describeTags = (elbv2: Elbv2) =>
  function describe({ ResourceArns }: { readonly ResourceArns: readonly string[] }) {
    if (ResourceArns.length === 0) throw new AwsError('ValidationError', 'At least one resource ARN must be specified');
    if (ResourceArns.length > maxArns) {
      throw new AwsError(
        'ValidationError',
        `Up to '${maxArns}' resource ARNs can be specified, but '${ResourceArns.length}' were specified`,
      );
    }
    const found = [...new Set(ResourceArns)].map((arn) => requireTagged(elbv2, arn));
    return { TagDescriptions: found.map(({ arn, tags }) => ({ ResourceArn: arn, Tags: toTagList(tags) })) };
  };
