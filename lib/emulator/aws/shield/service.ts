// Shield Advanced behind the endpoint.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext } from '../iam/tags-context.ts';
import type { AwsService, Input } from '../service.ts';
import { protectionActions } from './actions/protections.ts';
import { subscriptionActions } from './actions/subscription.ts';
import { tagActions } from './actions/tags.ts';
import type { Shield } from './shield.ts';

/** Shield as an endpoint service. */
export const createShieldService = (shield: Shield): AwsService => ({
  signingName: 'shield',
  model: awsModels.shield,
  actions: { ...subscriptionActions(shield), ...protectionActions(shield), ...tagActions(shield) },
  authorization: (action, input) => checksOf(shield, action, input),
  state: shield.tables.state,
  reset: () => shield.tables.reset(),
});

/** Service Authorization Reference, "AWS Shield": subscriptions and lists have no resource-level permissions. */
function checksOf({ world }: Shield, action: string, input: Input): readonly AuthorizationCheck[] {
  const { ProtectionId = '*', ResourceARN, ResourceArn, Tags } = input;
  const protection = `arn:aws:shield::${world.accountId}:protection/${String(ProtectionId)}`;
  const isUnscoped =
    action.endsWith('Subscription') || action === 'GetSubscriptionState' || action === 'ListProtections';
  const resource = isUnscoped ? '*' : typeof ResourceARN === 'string' ? ResourceARN : protection;
  const tags = ((Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[]).map(
    ({ Key, Value }) => [Key, Value] as const,
  );
  const own = { action: `shield:${action}`, resource, context: requestTagsContext(Object.fromEntries(tags)) };
  return action === 'CreateProtection' && typeof ResourceArn === 'string'
    ? [{ ...own, resource: ResourceArn }, own]
    : [own];
}
