import {
  DescribeListenerAttributesCommand,
  paginateDescribeListenerCertificates,
  paginateDescribeListeners,
  paginateDescribeRules,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ObservedListener, ObservedRule } from '../../core/plan/observed.ts';
import type { Tags } from '../../core/stack/stack.ts';
import { unlessVanished } from './absence.ts';
import type { AwsClients } from './clients.ts';
import { listenerFromSdk, ruleFromSdk } from './load-balancer-shapes.ts';
import { list, text } from './optional-members.ts';
import { collect } from './pages.ts';
import { tagsFromSdk } from './tag-shapes.ts';

/** The most that ELBv2 puts on a page. */
const pageSize = 400;

/** None if there is no such load balancer. */
export async function describeListeners(
  { elbv2, call }: AwsClients,
  loadBalancerArn: string,
): Promise<readonly Omit<ObservedListener, 'tags'>[]> {
  const pages = await unlessVanished(
    call('DescribeListeners', loadBalancerArn, () =>
      collect(paginateDescribeListeners({ client: elbv2, pageSize }, { LoadBalancerArn: loadBalancerArn })),
    ),
  );
  return list(pages).flatMap(({ Listeners }) => list(Listeners).map(listenerFromSdk));
}

/** Attribute key → value, as texts, defaults included. Rejects with a `vanished` Fault if there is no such listener. */
export async function describeListenerAttributes({ elbv2, call }: AwsClients, arn: string): Promise<Tags> {
  const { Attributes } = await call('DescribeListenerAttributes', arn, () =>
    elbv2.send(new DescribeListenerAttributesCommand({ ListenerArn: arn })),
  );
  return tagsFromSdk(Attributes);
}

/** The default certificate first; AWS names it twice if it is one of the SNI certificates too. */
export async function describeListenerCertificates(
  { elbv2, call }: AwsClients,
  arn: string,
): Promise<readonly string[]> {
  const pages = await call('DescribeListenerCertificates', arn, () =>
    collect(paginateDescribeListenerCertificates({ client: elbv2, pageSize }, { ListenerArn: arn })),
  );
  const certificates = pages.flatMap(({ Certificates }) => list(Certificates));
  const defaultFirst = [
    ...certificates.filter(({ IsDefault }) => IsDefault),
    ...certificates.filter(({ IsDefault }) => !IsDefault),
  ];
  return [...new Set(defaultFirst.map(({ CertificateArn }) => text(CertificateArn)))];
}

/** None if there is no such listener. */
export async function describeRules(
  { elbv2, call }: AwsClients,
  listenerArn: string,
): Promise<readonly Omit<ObservedRule, 'tags'>[]> {
  const pages = await unlessVanished(
    call('DescribeRules', listenerArn, () =>
      collect(paginateDescribeRules({ client: elbv2, pageSize }, { ListenerArn: listenerArn })),
    ),
  );
  return list(pages)
    .flatMap(({ Rules }) => list(Rules))
    .filter(({ IsDefault }) => !IsDefault)
    .map((rule) => ruleFromSdk(rule, listenerArn));
}
