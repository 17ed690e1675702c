// CreateSubscription, DescribeSubscription, GetSubscriptionState, DeleteSubscription.
// https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_DescribeSubscription.html
import { AwsError } from '../../aws-error.ts';
import type { Action } from '../../service.ts';
import { subscribe, type Shield } from '../shield.ts';

/** One year. */
const commitmentSeconds = 31_536_000;

/** The account has no Shield Advanced. */
export const notSubscribed = () => new AwsError('ResourceNotFoundException', 'The subscription does not exist.');

function describe({ tables, world }: Shield) {
  const { isActive, startedAt } = tables.now.subscription;
  if (!isActive) throw notSubscribed();
  return {
    Subscription: {
      StartTime: startedAt,
      EndTime: startedAt + commitmentSeconds * 1000,
      TimeCommitmentInSeconds: commitmentSeconds,
      AutoRenew: 'ENABLED',
      Limits: [],
      ProactiveEngagementStatus: 'DISABLED',
      SubscriptionLimits: {
        ProtectionLimits: { ProtectedResourceTypeLimits: [{ Type: 'APPLICATION_LOAD_BALANCER', Max: 1000 }] },
        ProtectionGroupLimits: {
          MaxProtectionGroups: 100,
          PatternTypeLimits: { ArbitraryPatternLimits: { MaxMembers: 10_000 } },
        },
      },
      SubscriptionArn: `arn:aws:shield::${world.accountId}:subscription`,
    },
  };
}

/** The four actions. */
export const subscriptionActions = (shield: Shield): Readonly<Record<string, Action>> => ({
  CreateSubscription: () => {
    if (shield.tables.now.subscription.isActive) {
      throw new AwsError('ResourceAlreadyExistsException', 'The subscription already exists.', 400, {
        resourceType: 'SUBSCRIPTION',
      });
    }
    subscribe(shield);
    return {};
  },
  DescribeSubscription: () => describe(shield),
  GetSubscriptionState: () => ({ SubscriptionState: shield.tables.now.subscription.isActive ? 'ACTIVE' : 'INACTIVE' }),
  // Deleting is for subscriptions whose year is over.
  DeleteSubscription: () => {
    const { subscription } = shield.tables.now;
    if (!subscription.isActive) throw notSubscribed();
    if (shield.world.clock.now() < subscription.startedAt + commitmentSeconds * 1000) {
      throw new AwsError(
        'LockedSubscriptionException',
        'The subscription has not yet completed the 1-year commitment.',
      );
    }
    subscription.isActive = false;
    return {};
  },
});
