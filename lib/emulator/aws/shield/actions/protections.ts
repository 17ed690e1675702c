// CreateProtection, DescribeProtection, ListProtections, DeleteProtection.
import { AwsError } from '../../aws-error.ts';
import { pageOf } from '../../page.ts';
import type { Action } from '../../service.ts';
import type { Protection, Shield } from '../shield.ts';

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

interface CreateInput {
  readonly Name: string;
  readonly ResourceArn: string;
  readonly Tags?: readonly Tag[];
}

interface ListInput {
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly InclusionFilters?: {
    readonly ResourceArns?: readonly string[];
    readonly ProtectionNames?: readonly string[];
    readonly ResourceTypes?: readonly string[];
  };
}

const notFound = () =>
  new AwsError('ResourceNotFoundException', 'The referenced protection does not exist.', 400, {
    resourceType: 'PROTECTION',
  });

/** Given tags as a map. */
export function readTags(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  const reserved = tags.find(({ Key = '' }) => Key === '' || /^aws:/i.test(Key));
  if (reserved) {
    throw new AwsError('InvalidParameterException', `The tag key '${reserved.Key ?? ''}' is not valid.`, 400, {
      reason: 'VALIDATION_EXCEPTION',
    });
  }
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function createProtection({ tables, world, hasResource }: Shield, { Name, ResourceArn, Tags }: CreateInput) {
  const { protections, subscription } = tables.now;
  if (!subscription.isActive) throw new AwsError('InvalidOperationException', 'The subscription does not exist.');
  if (!hasResource(ResourceArn)) throw new AwsError('InvalidResourceException', 'Unrecognized resource.');
  if ([...protections.values()].some(({ resourceArn }) => resourceArn === ResourceArn)) {
    throw new AwsError('ResourceAlreadyExistsException', 'The referenced protection already exists.', 400, {
      resourceType: 'PROTECTION',
    });
  }
  const tags = readTags(Tags);
  const id = world.random.uuid();
  const arn = `arn:aws:shield::${world.accountId}:protection/${id}`;
  protections.set(id, { id, arn, name: Name, resourceArn: ResourceArn, tags });
  return { ProtectionId: id };
}

const view = ({ id, name, resourceArn, arn }: Protection) => ({
  Id: id,
  Name: name,
  ResourceArn: resourceArn,
  ProtectionArn: arn,
  HealthCheckIds: [],
});

function describeProtection(
  { tables }: Shield,
  { ProtectionId, ResourceArn }: { readonly ProtectionId?: string; readonly ResourceArn?: string },
) {
  if ((ProtectionId === undefined) === (ResourceArn === undefined)) {
    throw new AwsError(
      'InvalidParameterException',
      'Exactly one of ProtectionId and ResourceArn must be specified.',
      400,
      { reason: 'OTHER' },
    );
  }
  const found = [...tables.now.protections.values()].find(
    ({ id, resourceArn }) => id === ProtectionId || resourceArn === ResourceArn,
  );
  if (!found) throw notFound();
  return { Protection: view(found) };
}

const typeOf = (arn: string) =>
  arn.includes(':loadbalancer/app/') ? 'APPLICATION_LOAD_BALANCER' : 'ELASTIC_IP_ALLOCATION';

function listProtections({ tables }: Shield, { NextToken, MaxResults = 20, InclusionFilters = {} }: ListInput) {
  const { ResourceArns, ProtectionNames, ResourceTypes } = InclusionFilters;
  const found = [...tables.now.protections.values()].filter(
    ({ name, resourceArn }) =>
      (ResourceArns?.includes(resourceArn) ?? true) &&
      (ProtectionNames?.includes(name) ?? true) &&
      (ResourceTypes?.includes(typeOf(resourceArn)) ?? true),
  );
  const invalid = new AwsError('InvalidPaginationTokenException', 'The NextToken is not valid.');
  const { items, next } = pageOf(found, MaxResults, NextToken, invalid);
  return { Protections: items.map(view), ...(next !== undefined && { NextToken: next }) };
}

/** The four actions. */
export const protectionActions = (shield: Shield): Readonly<Record<string, Action>> => ({
  CreateProtection: (input: CreateInput) => createProtection(shield, input),
  DescribeProtection: (input: { readonly ProtectionId?: string; readonly ResourceArn?: string }) =>
    describeProtection(shield, input),
  ListProtections: (input: ListInput) => listProtections(shield, input),
  DeleteProtection: ({ ProtectionId }: { readonly ProtectionId: string }) => {
    if (!shield.tables.now.protections.delete(ProtectionId)) throw notFound();
    return {};
  },
});
