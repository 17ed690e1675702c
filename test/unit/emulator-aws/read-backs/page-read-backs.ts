// Everything that comes in pages.
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DescribeAccountLimitsCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeSSLPoliciesCommand,
  DescribeTargetGroupsCommand,
  DescribeTrustStoreAssociationsCommand,
  DescribeTrustStoreRevocationsCommand,
  DescribeTrustStoresCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aLoadBalancer, notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { api } from '../refusals/pages.ts';
import { aTrustStore, revoke } from '../trust-store.ts';
import { shown, type ReadBack } from './read-back.ts';

interface Asked {
  readonly PageSize?: number;
  readonly Marker?: string;
}

interface Page {
  readonly rows: readonly unknown[] | undefined;
  readonly next: string | undefined;
}

type Ask = (asked: Asked) => Promise<Page>;

async function follow(ask: Ask): Promise<readonly Page[]> {
  const pages = [await ask({ PageSize: 1 })];
  for (let next = pages[0]?.next; next !== undefined && pages.length < 100; next = pages.at(-1)?.next)
    pages.push(await ask({ PageSize: 1, Marker: next }));
  return pages;
}

/** Pages of one, followed to the end, are together what one call without page size returns. */
const paged = (action: string, prepare: (account: FrontDoor) => Promise<Ask>): ReadBack =>
  shown(
    `${action} in pages of one`,
    async (account) => {
      const ask = await prepare(account);
      const whole = await ask({});
      const pages = await follow(ask);
      const rows = pages.flatMap((page) => page.rows ?? []);
      return {
        isWhole: JSON.stringify(rows) === JSON.stringify(whole.rows),
        isSeveral: pages.length > 1,
        isEach: pages.length === rows.length,
        next: whole.next,
      };
    },
    { isWhole: true, isSeveral: true, isEach: true, next: undefined },
    api(action),
  );

export const pageReadBacks: readonly ReadBack[] = [
  paged('DescribeLoadBalancers', async (account) => {
    await aLoadBalancer(account, 'second');
    return async (asked) => {
      const { LoadBalancers, NextMarker } = await account.elb.send(new DescribeLoadBalancersCommand(asked));
      return { rows: LoadBalancers, next: NextMarker };
    };
  }),
  paged('DescribeListeners', ({ elb, loadBalancer: LoadBalancerArn }) =>
    Promise.resolve(async (asked) => {
      const { Listeners, NextMarker } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn, ...asked }));
      return { rows: Listeners, next: NextMarker };
    }),
  ),
  paged('DescribeRules', ({ elb, http: ListenerArn }) =>
    Promise.resolve(async (asked) => {
      const { Rules, NextMarker } = await elb.send(new DescribeRulesCommand({ ListenerArn, ...asked }));
      return { rows: Rules, next: NextMarker };
    }),
  ),
  paged('DescribeTargetGroups', ({ elb }) =>
    Promise.resolve(async (asked) => {
      const { TargetGroups, NextMarker } = await elb.send(new DescribeTargetGroupsCommand(asked));
      return { rows: TargetGroups, next: NextMarker };
    }),
  ),
  paged('DescribeListenerCertificates', async ({ elb, https: ListenerArn, account }) => {
    const Certificates = [{ CertificateArn: account.certificateArn }];
    await elb.send(new AddListenerCertificatesCommand({ ListenerArn, Certificates }));
    return async (asked) => {
      const { Certificates: rows, NextMarker } = await elb.send(
        new DescribeListenerCertificatesCommand({ ListenerArn, ...asked }),
      );
      return { rows, next: NextMarker };
    };
  }),
  paged('DescribeSSLPolicies', ({ elb }) =>
    Promise.resolve(async (asked) => {
      const { SslPolicies, NextMarker } = await elb.send(new DescribeSSLPoliciesCommand(asked));
      return { rows: SslPolicies, next: NextMarker };
    }),
  ),
  paged('DescribeAccountLimits', ({ elb }) =>
    Promise.resolve(async (asked) => {
      const { Limits, NextMarker } = await elb.send(new DescribeAccountLimitsCommand(asked));
      return { rows: Limits, next: NextMarker };
    }),
  ),
  paged('DescribeTrustStores', async (account) => {
    await aTrustStore(account, 'one');
    await aTrustStore(account, 'two');
    return async (asked) => {
      const { TrustStores, NextMarker } = await account.elb.send(new DescribeTrustStoresCommand(asked));
      return { rows: TrustStores, next: NextMarker };
    };
  }),
  paged('DescribeTrustStoreRevocations', async (account) => {
    const TrustStoreArn = await aTrustStore(account, 'revoking');
    await revoke(account, TrustStoreArn, '01');
    await revoke(account, TrustStoreArn, '02');
    return async (asked) => {
      const { TrustStoreRevocations, NextMarker } = await account.elb.send(
        new DescribeTrustStoreRevocationsCommand({ TrustStoreArn, ...asked }),
      );
      return { rows: TrustStoreRevocations, next: NextMarker };
    };
  }),
  paged('DescribeTrustStoreAssociations', async (account) => {
    const TrustStoreArn = await aTrustStore(account, 'verifying');
    for (const Port of [7001, 7002]) {
      await account.elb.send(
        new CreateListenerCommand({
          LoadBalancerArn: account.loadBalancer,
          Protocol: 'HTTPS',
          Port,
          Certificates: [{ CertificateArn: account.account.certificateArn }],
          MutualAuthentication: { Mode: 'verify', TrustStoreArn },
          DefaultActions: [notFound],
        }),
      );
    }
    return async (asked) => {
      const { TrustStoreAssociations, NextMarker } = await account.elb.send(
        new DescribeTrustStoreAssociationsCommand({ TrustStoreArn, ...asked }),
      );
      return { rows: TrustStoreAssociations, next: NextMarker };
    };
  }),
];
