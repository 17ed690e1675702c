// Flags of an AWS Load Balancer Controller, as someone who moves over brings them along.
import { describe, expect, it } from 'vitest';
import { readControllerFlags } from '../../../lib/cli/controller-flags.ts';
import { UsageError } from '../../../lib/cli/io.ts';

describe('controller flags', () => {
  it('become what the platform team has decided', () => {
    const text = `
      --default-target-type=ip
      --default-load-balancer-scheme=internet-facing
      --default-tags=owner=platform,team=a=b
      --external-managed-tags=cost,owner
      --enable-backend-security-group=false
      --disable-restricted-sg-rules
      --feature-gates=EnableDefaultTagsLowPriority=true,ALBSingleSubnet=true
    `;
    expect(readControllerFlags(text).defaults).toEqual({
      defaultTargetType: 'ip',
      defaultLoadBalancerScheme: 'internet-facing',
      defaultTags: { owner: 'platform', team: 'a=b' },
      externalManagedTags: ['cost', 'owner'],
      enableBackendSecurityGroup: false,
      disableRestrictedSgRules: true,
      enableDefaultTagsLowPriority: true,
      albSingleSubnet: true,
    });
  });

  it('that change nothing here are named', () => {
    expect(readControllerFlags('--sync-period=1h --feature-gates=LBCapacityReservation=false').unread).toEqual([
      '--sync-period',
      'LBCapacityReservation=false',
    ]);
  });

  it.each([
    ['--default-target-type=pod', 'expected instance or ip'],
    ['--enable-backend-security-group=maybe', 'expected true or false'],
    ['--default-tags=owner', 'expected KEY=VALUE'],
    ['default-target-type=ip', 'write --name=value'],
  ])('%s is refused with the remedy', (text, remedy) => {
    expect(() => readControllerFlags(text)).toThrow(UsageError);
    expect(() => readControllerFlags(text)).toThrow(remedy);
  });
});
