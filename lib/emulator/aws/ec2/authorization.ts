// What IAM judges for EC2 calls (Service Authorization Reference, "Actions, resources, and condition keys for Amazon
// EC2"): writes have resource-level permissions, reads have none.
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
    if (action === 'CreateTags' || action === 'DeleteTags') return tagChecks(ec2, action, input);
    if (isRead(action)) return [{ action: `ec2:${action}`, resource: '*' }];
    const named = namedIds(input).map((id) => ({ action: `ec2:${action}`, ...resourceOf(ec2, id) }));
    const checked = [...newResource(ec2, action, input), ...named];
    const own = checked.length > 0 ? checked : [{ action: `ec2:${action}`, resource: '*' }];
    return [...own, ...tagOnCreate(ec2, action, input)];
  };

const isRead = (action: string) => /^(Describe|Get)/.test(action);

/** Ids of resources that a write names; ids of associations and attachments name no resource of their own. */
function namedIds(input: Input): readonly string[] {
  return Object.entries(input).flatMap(([member, value]) => {
    if (!/(Id|Ids|Groups)$/.test(member)) return [];
    const ids = (Array.isArray(value) ? value : [value]) as readonly unknown[];
    return ids.filter((id): id is string => typeof id === 'string' && kindOf(id) !== undefined);
  });
}

/** Types whose creation is judged on the resource to come. */
const createdTypes: Readonly<Record<string, string>> = {
  AllocateAddress: 'elastic-ip',
  CreateEgressOnlyInternetGateway: 'egress-only-internet-gateway',
  CreateInternetGateway: 'internet-gateway',
  CreateManagedPrefixList: 'prefix-list',
  CreateNatGateway: 'natgateway',
  CreateNetworkInterface: 'network-interface',
  CreateRouteTable: 'route-table',
  CreateSecurityGroup: 'security-group',
  CreateSubnet: 'subnet',
  CreateVpc: 'vpc',
  RunInstances: 'instance',
};

function newResource({ world }: Ec2, action: string, input: Input): AuthorizationCheck[] {
  const type = createdTypes[action];
  if (type === undefined) return [];
  const context = requestTagsContext(specifiedTags(input));
  return [{ action: `ec2:${action}`, resource: ec2Arn(world, type, '*'), context }];
}

function resourceOf({ world, tables }: Ec2, id: string) {
  const kind = kindOf(id);
  const tags = kind && tables.now[kind.table].get(id)?.tags;
  return { resource: ec2Arn(world, kind?.type ?? '*', id), context: resourceTagsContext('ec2', tags) };
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
