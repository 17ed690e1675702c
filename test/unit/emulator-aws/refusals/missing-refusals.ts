// Calls about what is not there.
import {
  DescribeCapacityReservationCommand,
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  DescribeTrustStoreAssociationsCommand,
  ModifyTrustStoreCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { aTrustStore } from '../trust-store.ts';
import { api } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

/** The ARN of something that could exist. */
const other = (arn: string) => `${arn.slice(0, -4)}0000`;
const noSuchStore = 'arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/none/0123456789abcdef';

const noBalancer = 'LoadBalancerNotFoundException';
const noListener = 'ListenerNotFoundException';
const noGroup = 'TargetGroupNotFoundException';

/** Refused because the resource does not exist. */
export const missingRefusals: readonly Refusal[] = [
  refused(
    'the reservation of no load balancer',
    ({ elb, loadBalancer }) =>
      elb.send(new DescribeCapacityReservationCommand({ LoadBalancerArn: other(loadBalancer) })),
    /not found$/,
    { code: noBalancer, page: api('DescribeCapacityReservation') },
  ),
  refused(
    'the attributes of no load balancer',
    ({ elb, loadBalancer }) =>
      elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: other(loadBalancer) })),
    /not found$/,
    { code: noBalancer, page: api('DescribeLoadBalancerAttributes') },
  ),
  refused(
    'the attributes of no listener',
    ({ elb, http }) => elb.send(new DescribeListenerAttributesCommand({ ListenerArn: other(http) })),
    /not found$/,
    { code: noListener, page: api('DescribeListenerAttributes') },
  ),
  refused(
    'the certificates of no listener',
    ({ elb, http }) => elb.send(new DescribeListenerCertificatesCommand({ ListenerArn: other(http) })),
    /not found$/,
    { code: noListener, page: api('DescribeListenerCertificates') },
  ),
  refused(
    'the attributes of no group',
    ({ elb, group }) => elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: other(group) })),
    /not found$/,
    { code: noGroup, page: api('DescribeTargetGroupAttributes') },
  ),
  refused(
    'the health of no group',
    ({ elb, group }) => elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: other(group) })),
    /not found$/,
    { code: noGroup, page: api('DescribeTargetHealth') },
  ),
  refused(
    'the users of no trust store',
    ({ elb }) => elb.send(new DescribeTrustStoreAssociationsCommand({ TrustStoreArn: noSuchStore })),
    /not found$/,
    { code: 'TrustStoreNotFoundException', page: api('DescribeTrustStoreAssociations') },
  ),
  refused(
    'a new bundle that does not exist',
    async (account) =>
      account.elb.send(
        new ModifyTrustStoreCommand({
          TrustStoreArn: await aTrustStore(account),
          CaCertificatesBundleS3Bucket: 'trust',
          CaCertificatesBundleS3Key: 'none.pem',
        }),
      ),
    /none\.pem/,
    { code: 'CaCertificatesBundleNotFoundException', page: api('ModifyTrustStore'), after: () => Promise.resolve() },
  ),
];
