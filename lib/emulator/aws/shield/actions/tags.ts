// TagResource, UntagResource, ListTagsForResource.
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import type { Protection, Shield } from '../shield.ts';
import { readTags } from './protections.ts';

interface OnArn {
  readonly ResourceARN: string;
}

const maximumTags = 200;

function requireProtection({ tables }: Shield, arn: string): Protection {
  const found = [...tables.now.protections.values()].find((protection) => protection.arn === arn);
  if (!found) {
    throw new AwsError('ResourceNotFoundException', 'The referenced resource does not exist.', 400, {
      resourceType: 'PROTECTION',
    });
  }
  return found;
}

const change = ({ tables }: Shield, protection: Protection, tags: Protection['tags']) => {
  if (Object.keys(tags).length > maximumTags) {
    throw new AwsError('InvalidParameterException', 'The resource has too many tags.', 400, { reason: 'OTHER' });
  }
  tables.now.protections.set(protection.id, { ...protection, tags });
};

/** The three actions. */
export const tagActions = (shield: Shield): Readonly<Record<string, Action>> => ({
  TagResource: ({ ResourceARN, Tags }: OnArn & { readonly Tags: Parameters<typeof readTags>[0] }) => {
    const protection = requireProtection(shield, ResourceARN);
    change(shield, protection, { ...protection.tags, ...readTags(Tags) });
    return {};
  },
  UntagResource: ({ ResourceARN, TagKeys }: OnArn & { readonly TagKeys: readonly string[] }) => {
    const protection = requireProtection(shield, ResourceARN);
    const kept = Object.entries(protection.tags).filter(([key]) => !TagKeys.includes(key));
    change(shield, protection, Object.fromEntries(kept));
    return {};
  },
  ListTagsForResource: ({ ResourceARN }: OnArn) => ({
    Tags: Object.entries(requireProtection(shield, ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
});
