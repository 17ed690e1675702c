import {
  AddTagsCommand,
  CreateTargetGroupCommand,
  DescribeTagsCommand,
  RemoveTagsCommand,
  type Tag,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { api } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unknown = (arn: string) => `${arn.slice(0, -1)}${arn.endsWith('0') ? '1' : '0'}`;

const add =
  (...Tags: Tag[]) =>
  ({ elb, loadBalancer }: FrontDoor) =>
    elb.send(new AddTagsCommand({ ResourceArns: [loadBalancer], Tags }));

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

/** Refused tags of any resource. */
export const tagRefusals: readonly Refusal[] = [
  refused('a tag twice', add({ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }), /Duplicate tag keys/, {
    code: 'DuplicateTagKeysException',
    page: api('AddTags'),
  }),
  refused('51 tags', add(...many(51)), /maximum number of tags/, {
    code: 'TooManyTagsException',
    page: api('AddTags'),
  }),
  refused('a reserved tag', add({ Key: 'aws:x', Value: '1' }), /reserved/, { page: api('Tag') }),
  refused(
    'a tag key with a character AWS does not know',
    add({ Key: 'a<b', Value: '' }),
    /at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern/,
    { page: api('Tag') },
  ),
  refused(
    'a tag value of 257 characters',
    add({ Key: 'a', Value: 'v'.repeat(257) }),
    /at 'tags.1.member.value' .* length less than or equal to 256$/,
    { page: api('Tag') },
  ),
  refused('a tag without key', add({ Key: undefined, Value: 'v' }), /Value null at 'tags.1.member.key'/, {
    page: api('Tag'),
  }),
  refused(
    'no tags at all',
    ({ elb, loadBalancer }) => elb.send(new AddTagsCommand({ ResourceArns: [loadBalancer], Tags: [] })),
    /at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
    { page: api('AddTags') },
  ),
  refused(
    'tags of nothing',
    ({ elb }) => elb.send(new DescribeTagsCommand({ ResourceArns: [] })),
    /At least one resource ARN/,
    { page: api('DescribeTags') },
  ),
  refused(
    'tags of 21 resources',
    ({ elb, loadBalancer }) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: Array.from({ length: 21 }, () => loadBalancer) })),
    /'20'/,
    { page: api('DescribeTags') },
  ),
  refused(
    'tags of one unknown resource among known ones',
    ({ elb, loadBalancer, group }) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: [loadBalancer, unknown(group)] })),
    'One or more target groups not found',
    { code: 'TargetGroupNotFoundException', page: api('DescribeTags') },
  ),
  refused(
    'removing a tag of something that is no ARN',
    ({ elb }) => elb.send(new RemoveTagsCommand({ ResourceArns: ['missing-arn'], TagKeys: ['a'] })),
    /'missing-arn' is not a valid .* ARN/,
    { page: api('RemoveTags') },
  ),
  refused(
    'a new resource with 51 tags',
    ({ elb, account }) =>
      elb.send(
        new CreateTargetGroupCommand({ Name: 'new', Protocol: 'HTTP', Port: 80, VpcId: account.vpcId, Tags: many(51) }),
      ),
    /maximum number of tags/,
    { code: 'TooManyTagsException', page: api('CreateTargetGroup') },
  ),
];
