// Shield Advanced: protections, which exist only under a subscription that nobody buys by accident.
import { awsModels } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsService } from '../service.ts';
import { createTables, type Tables } from '../tables.ts';
import type { World } from '../world.ts';

export interface Protection {
  readonly id: string;
  readonly name: string;
  readonly resourceArn: string;
}

interface ShieldRows {
  readonly protections: Map<string, Protection>;
  readonly subscription: { isActive: boolean };
}

export interface Shield {
  readonly world: World;
  readonly tables: Tables<ShieldRows>;
  readonly hasResource: (arn: string) => boolean;
}

/** Shield without a subscription. */
export const createShield = (world: World, hasResource: Shield['hasResource']): Shield => ({
  world,
  hasResource,
  tables: createTables<ShieldRows>(() => ({ protections: new Map(), subscription: { isActive: false } })),
});

const notFound = () => new AwsError('ResourceNotFoundException', 'The referenced protection does not exist.');

const createProtection = ({ tables, world, hasResource }: Shield) =>
  function create({ Name, ResourceArn }: { readonly Name: string; readonly ResourceArn: string }) {
    const { protections, subscription } = tables.now;
    if (!subscription.isActive) throw new AwsError('InvalidOperationException', 'The subscription does not exist.');
    if (!hasResource(ResourceArn)) throw new AwsError('InvalidResourceException', 'Unrecognized resource.');
    if ([...protections.values()].some(({ resourceArn }) => resourceArn === ResourceArn)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The referenced protection already exists.');
    }
    const id = world.random.uuid();
    protections.set(id, { id, name: Name, resourceArn: ResourceArn });
    return { ProtectionId: id };
  };

const describeProtection = ({ tables, world }: Shield) =>
  function describe({ ProtectionId, ResourceArn }: { readonly ProtectionId?: string; readonly ResourceArn?: string }) {
    if ((ProtectionId === undefined) === (ResourceArn === undefined)) {
      throw new AwsError('InvalidParameterException', 'Exactly one of ProtectionId and ResourceArn must be specified.');
    }
    const found = [...tables.now.protections.values()].find(
      ({ id, resourceArn }) => id === ProtectionId || resourceArn === ResourceArn,
    );
    if (!found) throw notFound();
    const ProtectionArn = `arn:aws:shield::${world.accountId}:protection/${found.id}`;
    return {
      Protection: { Id: found.id, Name: found.name, ResourceArn: found.resourceArn, ProtectionArn, HealthCheckIds: [] },
    };
  };

const deleteProtection = ({ tables }: Shield) =>
  function remove({ ProtectionId }: { readonly ProtectionId: string }) {
    if (!tables.now.protections.delete(ProtectionId)) throw notFound();
    return {};
  };

/** Shield as an endpoint service. */
export const createShieldService = (shield: Shield): AwsService => ({
  signingName: 'shield',
  model: awsModels.shield,
  actions: {
    CreateProtection: createProtection(shield),
    DeleteProtection: deleteProtection(shield),
    DescribeProtection: describeProtection(shield),
    GetSubscriptionState: () => ({
      SubscriptionState: shield.tables.now.subscription.isActive ? 'ACTIVE' : 'INACTIVE',
    }),
  },
  authorization: (action, input) => {
    const arn = input['ResourceArn'];
    const resource = action === 'GetSubscriptionState' ? '*' : `arn:aws:shield::${shield.world.accountId}:protection/*`;
    const own = { action: `shield:${action}`, resource };
    return action === 'CreateProtection' && typeof arn === 'string' ? [{ ...own, resource: arn }, own] : [own];
  },
  state: shield.tables.state,
  reset: () => shield.tables.reset(),
});
