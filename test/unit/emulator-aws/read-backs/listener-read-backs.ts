import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
  type CreateListenerCommandInput,
  type Listener,
  type ModifyListenerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { aGateway, aNetworkBalancer, aNetworkGroup } from '../network-balanced.ts';
import { api, guide, networkGuide } from '../refusals/pages.ts';
import { aTrustStore } from '../trust-store.ts';
import { agreed, fresh, shown, type ReadBack } from './read-back.ts';

type Input = Partial<CreateListenerCommandInput>;

async function described({ elb }: FrontDoor, arn: string | undefined): Promise<readonly Listener[]> {
  const { Listeners = [] } = await elb.send(new DescribeListenersCommand({ ListenerArns: [arn ?? ''] }));
  return Listeners;
}

/** The listener as described, which is how its creation answered as well. */
async function listener(account: FrontDoor, input: Input): Promise<Listener> {
  const { Listeners: answered = [] } = await account.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: account.loadBalancer,
      Protocol: 'HTTP',
      Port: 10_000 + fresh(),
      DefaultActions: [notFound],
      ...input,
    }),
  );
  return agreed(answered, [...(await described(account, answered[0]?.ListenerArn))])[0] ?? {};
}

async function modified(
  account: FrontDoor,
  before: Input,
  change: Partial<ModifyListenerCommandInput>,
): Promise<Listener> {
  const { ListenerArn } = await listener(account, before);
  const { Listeners: answered = [] } = await account.elb.send(new ModifyListenerCommand({ ListenerArn, ...change }));
  return agreed(answered, [...(await described(account, ListenerArn))])[0] ?? {};
}

const secure = ({ account }: FrontDoor, input: Input = {}): Input => ({
  Protocol: 'HTTPS',
  Certificates: [{ CertificateArn: account.certificateArn }],
  ...input,
});

/** Everything but the ARNs, which differ from run to run. */
const withoutArns = ({ ListenerArn: _own, LoadBalancerArn: _parent, ...rest }: Listener) => rest;

const application: readonly ReadBack[] = [
  shown(
    'an HTTP listener',
    async (account) => withoutArns(await listener(account, { Port: 65_535 })),
    { Port: 65_535, Protocol: 'HTTP', DefaultActions: [notFound] },
    api('Listener'),
  ),
  shown(
    'an HTTPS listener',
    async (account) => withoutArns(await listener(account, secure(account, { Port: 65_534 }))),
    ({ account }: FrontDoor) => ({
      Port: 65_534,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: account.certificateArn }],
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      DefaultActions: [notFound],
      MutualAuthentication: { Mode: 'off' },
    }),
    api('Listener'),
  ),
  shown(
    'a policy',
    async (account) =>
      (await listener(account, secure(account, { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }))).SslPolicy,
    'ELBSecurityPolicy-TLS13-1-2-2021-06',
    guide('describe-ssl-policies'),
  ),
  shown(
    'client certificates passed through',
    async (account) =>
      (await listener(account, secure(account, { MutualAuthentication: { Mode: 'passthrough' } })))
        .MutualAuthentication,
    { Mode: 'passthrough' },
    api('MutualAuthenticationAttributes'),
  ),
  shown(
    'client certificates verified',
    async (account) => {
      const TrustStoreArn = await aTrustStore(account, `verified-${fresh()}`);
      const MutualAuthentication = { Mode: 'verify', TrustStoreArn };
      const { MutualAuthentication: shows } = await listener(account, secure(account, { MutualAuthentication }));
      return { ...shows, TrustStoreArn: String(shows?.TrustStoreArn === TrustStoreArn) };
    },
    { Mode: 'verify', TrustStoreArn: 'true', IgnoreClientCertificateExpiry: false, AdvertiseTrustStoreCaNames: 'off' },
    guide('configuring-mtls-with-elb'),
  ),
  shown(
    'an ARN that begins like its load balancer',
    async (account) => (await listener(account, {})).ListenerArn?.replace(/\/[0-9a-f]{16}$/, ''),
    ({ loadBalancer }: FrontDoor) => loadBalancer.replace(':loadbalancer/', ':listener/'),
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html',
  ),
  shown(
    'a listener with its default rule',
    async (account) => {
      const { ListenerArn } = await listener(account, {});
      const { Rules } = await account.elb.send(new DescribeRulesCommand({ ListenerArn }));
      return Rules?.map(({ RuleArn: _arn, ...rule }) => rule);
    },
    [{ Priority: 'default', Conditions: [], Actions: [notFound], IsDefault: true }],
    api('Rule'),
  ),
  shown(
    'the same listener a second time',
    async (account) => {
      const Port = 10_000 + fresh();
      return String(
        (await listener(account, { Port })).ListenerArn === (await listener(account, { Port })).ListenerArn,
      );
    },
    'true',
    api('CreateListener'),
  ),
  shown(
    'a default action that forwards',
    async (account) => {
      const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: account.group }];
      return (await listener(account, { DefaultActions })).DefaultActions?.[0]?.ForwardConfig?.TargetGroups;
    },
    ({ group }: FrontDoor) => [{ TargetGroupArn: group, Weight: 1 }],
    api('Action'),
  ),
  shown(
    'another port',
    async (account) => (await modified(account, {}, { Port: 60_000 })).Port,
    60_000,
    api('ModifyListener'),
  ),
  shown(
    'another default action',
    async (account) => {
      const gone = { Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode: '410' } };
      return (await modified(account, {}, { DefaultActions: [gone] })).DefaultActions;
    },
    [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '410' } }],
    api('ModifyListener'),
  ),
  shown(
    'HTTP turned to HTTPS',
    async (account) => {
      const { Protocol, SslPolicy, MutualAuthentication } = await modified(
        account,
        {},
        { Protocol: 'HTTPS', Certificates: [{ CertificateArn: account.account.certificateArn }] },
      );
      return { Protocol, SslPolicy, MutualAuthentication };
    },
    { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-2016-08', MutualAuthentication: { Mode: 'off' } },
    api('ModifyListener'),
  ),
  shown(
    'HTTPS turned to HTTP',
    async (account) => {
      const { Protocol, SslPolicy, Certificates, MutualAuthentication } = await modified(account, secure(account), {
        Protocol: 'HTTP',
      });
      return { Protocol, SslPolicy, Certificates, MutualAuthentication };
    },
    { Protocol: 'HTTP', SslPolicy: undefined, Certificates: undefined, MutualAuthentication: undefined },
    api('ModifyListener'),
  ),
  shown(
    'another policy, and nothing else',
    async (account) => {
      const { SslPolicy, Certificates } = await modified(account, secure(account), {
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      });
      return { SslPolicy, count: Certificates?.length };
    },
    { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', count: 1 },
    api('ModifyListener'),
  ),
];

const certificates = async (account: FrontDoor, arn: string | undefined) =>
  (await account.elb.send(new DescribeListenerCertificatesCommand({ ListenerArn: arn }))).Certificates;

const sni: readonly ReadBack[] = [
  shown(
    'the default certificate of a listener',
    async (account) => certificates(account, (await listener(account, secure(account))).ListenerArn),
    ({ account }: FrontDoor) => [{ CertificateArn: account.certificateArn, IsDefault: true }],
    api('DescribeListenerCertificates'),
  ),
  shown(
    'a certificate added to a listener',
    async (account) => {
      const { ListenerArn } = await listener(account, secure(account));
      const { Certificates } = await account.elb.send(
        new AddListenerCertificatesCommand({
          ListenerArn,
          Certificates: [{ CertificateArn: account.account.certificateArn }],
        }),
      );
      return Certificates;
    },
    ({ account }: FrontDoor) => [{ CertificateArn: account.certificateArn, IsDefault: false }],
    api('AddListenerCertificates'),
  ),
  shown(
    'a certificate added and taken away',
    async (account) => {
      const { ListenerArn } = await listener(account, secure(account));
      const Certificates = [{ CertificateArn: account.account.certificateArn }];
      await account.elb.send(new AddListenerCertificatesCommand({ ListenerArn, Certificates }));
      await account.elb.send(new RemoveListenerCertificatesCommand({ ListenerArn, Certificates }));
      return (await certificates(account, ListenerArn))?.length;
    },
    1,
    api('RemoveListenerCertificates'),
  ),
  shown(
    'no certificates of HTTP',
    (account) => certificates(account, account.http),
    [],
    api('DescribeListenerCertificates'),
  ),
];

type NetworkProtocol = 'TCP' | 'TLS' | 'UDP' | 'TCP_UDP' | 'QUIC' | 'TCP_QUIC';

/** A listener of a Network Load Balancer of its own. */
const overNetwork = async (account: FrontDoor, Protocol: NetworkProtocol, input: Input = {}) => {
  const Name = `net-${fresh()}`;
  const LoadBalancerArn = await aNetworkBalancer(account, { Name });
  const TargetGroupArn = await aNetworkGroup(account, Protocol, { Name });
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn }];
  return listener(account, { LoadBalancerArn, Protocol, Port: 53, DefaultActions, ...input });
};

const protocols: readonly ReadBack[] = (['TCP', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'] as const).map((Protocol) =>
  shown(
    `a ${Protocol} listener`,
    async (account) => {
      const { DefaultActions, ...rest } = withoutArns(await overNetwork(account, Protocol));
      return { ...rest, types: DefaultActions?.map(({ Type }) => Type) };
    },
    { Port: 53, Protocol, types: ['forward'] },
    networkGuide('load-balancer-listeners'),
  ),
);

const networks: readonly ReadBack[] = [
  ...protocols,
  shown(
    'a TLS listener',
    async (account) => {
      const { SslPolicy, AlpnPolicy, MutualAuthentication } = await overNetwork(
        account,
        'TLS',
        secure(account, { Protocol: 'TLS', AlpnPolicy: ['HTTP2Preferred'] }),
      );
      return { SslPolicy, AlpnPolicy, MutualAuthentication };
    },
    { SslPolicy: 'ELBSecurityPolicy-2016-08', AlpnPolicy: ['HTTP2Preferred'], MutualAuthentication: undefined },
    networkGuide('load-balancer-listeners'),
  ),
  shown(
    'a listener of a gateway, which has neither protocol nor port',
    async (account) => {
      const LoadBalancerArn = await aGateway(account);
      const TargetGroupArn = await aNetworkGroup(account, 'GENEVE');
      const { Protocol, Port, ListenerArn } = await listener(account, {
        LoadBalancerArn,
        Protocol: undefined,
        Port: undefined,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      });
      return { Protocol, Port, kind: ListenerArn?.split('/')[1] };
    },
    { Protocol: undefined, Port: undefined, kind: 'gwy' },
    api('CreateListener'),
  ),
];

export const listenerReadBacks: readonly ReadBack[] = [...application, ...sni, ...networks];
