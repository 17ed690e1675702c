// What IAM judges for EC2 calls (Service Authorization Reference, "Actions, resources, and condition keys for Amazon
// EC2"): writes on security groups and tags have resource-level permissions, reads have none.
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext, resourceTagsContext } from '../iam/tags-context.ts';
import type { Input } from '../service.ts';
import { ec2Arn, type Ec2 } from './ec2.ts';
import { kindOf } from './resource-ids.ts';
import type { Tag, TagSpecification } from './tags.ts';

const tagMap = (tags: readonly Tag[]) => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

/** The checks of one EC2 call. */
export const authorizeEc2 = (ec2: Ec2) =>
  function checks(action: string, input: Input): readonly AuthorizationCheck[] {
    if (action === 'CreateSecurityGroup') return createGroupChecks(ec2, input);
    if (action === 'CreateTags' || action === 'DeleteTags') return tagChecks(ec2, action, input);
    const groupId = input['GroupId'];
    if (typeof groupId !== 'string') return [{ action: `ec2:${action}`, resource: '*' }];
    return [{ action: `ec2:${action}`, ...resourceOf(ec2, groupId) }, ...tagOnCreate(ec2, action, input)];
  };

function resourceOf({ world, tables }: Ec2, id: string) {
  const kind = kindOf(id);
  const tags = kind && tables.now[kind.table].get(id)?.tags;
  return { resource: ec2Arn(world, kind?.type ?? '*', id), context: resourceTagsContext('ec2', tags) };
}

function createGroupChecks(ec2: Ec2, input: Input): AuthorizationCheck[] {
  const action = 'ec2:CreateSecurityGroup';
  const vpcId = input['VpcId'];
  const tags = specifiedTags(input);
  return [
    { action, resource: ec2Arn(ec2.world, 'security-group', '*'), context: requestTagsContext(tags) },
    ...(typeof vpcId === 'string' ? [{ action, ...resourceOf(ec2, vpcId) }] : []),
    ...tagOnCreate(ec2, 'CreateSecurityGroup', input),
  ];
}

const specifiedTags = (input: Input) =>
  tagMap(((input['TagSpecifications'] ?? []) as readonly TagSpecification[]).flatMap(({ Tags = [] }) => Tags));

/** Tags given at creation need `ec2:CreateTags`, told apart by `ec2:CreateAction`. */
function tagOnCreate({ world }: Ec2, action: string, input: Input): AuthorizationCheck[] {
  const tags = specifiedTags(input);
  if (Object.keys(tags).length === 0) return [];
  const type = ((input['TagSpecifications'] ?? []) as readonly TagSpecification[])[0]?.ResourceType ?? '*';
  const context = { ...requestTagsContext(tags), 'ec2:CreateAction': action };
  return [{ action: 'ec2:CreateTags', resource: ec2Arn(world, type, '*'), context }];
}

function tagChecks(ec2: Ec2, action: string, input: Input): AuthorizationCheck[] {
  const ids = (input['Resources'] ?? []) as readonly string[];
  const tags = requestTagsContext(tagMap((input['Tags'] ?? []) as readonly Tag[]));
  return ids.map((id) => {
    const { resource, context } = resourceOf(ec2, id);
    return { action: `ec2:${action}`, resource, context: { ...context, ...tags } };
  });
}
