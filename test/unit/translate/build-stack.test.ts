import { describe, expect, it } from 'vitest';
import { lbc } from '../../../lib/core/profile/lbc.ts';
import { needs } from '../../../lib/core/translate/needs.ts';
import { alb } from '../../../lib/core/profile/alb.ts';
import { buildGraph } from '../../../lib/core/graph/build-graph.ts';
import {
  aBackendRef,
  aGateway,
  aGatewayClass,
  aLoadBalancerConfiguration,
  anHttpRoute,
  anHttpsListener,
  aListener,
  aRule,
  aService,
  gatewayKey,
  snapshotOf,
} from '../../support/builders.ts';
import type { RawObject } from '../../support/builders.ts';
import { aSubnet, facts, messages, ruleTexts, stackOf, translated } from '../../support/translation.ts';

const configured = (
  spec: Readonly<Record<string, unknown>>,
  gateway: Readonly<Record<string, unknown>> = {},
): readonly RawObject[] => [
  aGateway({
    infrastructure: { parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' } },
    ...gateway,
  }),
  aLoadBalancerConfiguration(spec),
];

describe('what is decided about a Gateway as a whole', () => {
  it('a Gateway that does not exist has a stack without load balancer', () => {
    expect(translated([]).stack).toMatchObject({ gateway: gatewayKey, listeners: [], targetGroups: [] });
    expect(translated([]).stack?.loadBalancer).toBeUndefined();
  });

  it('a Gateway of another class is left alone: no stack at all', () => {
    expect(translated([aGateway({ gatewayClassName: 'other' })])).toEqual({ findings: [], unresolved: [] });
  });

  it('a Gateway whose configuration is missing is left as it is', () => {
    const [gateway] = configured({});
    expect(translated(gateway === undefined ? [] : [gateway]).stack).toBeUndefined();
  });

  it('nothing is guessed while AWS has not answered', () => {
    const { vpc: _vpc, ...withoutVpc } = facts;
    const built = translated([aGateway()], { facts: withoutVpc });
    expect(built.stack).toBeUndefined();
    expect(built.unresolved).toEqual([{ fact: 'vpc' }]);
    expect(built.findings).toMatchObject([{ condition: 'Programmed', subject: { kind: 'Gateway' } }]);
  });

  it('survives JSON', () => {
    const built = translated([aGateway(), anHttpRoute()]);
    expect(JSON.parse(JSON.stringify(built))).toEqual(built);
  });
});

describe('listeners', () => {
  it('exist without routes under alb, answering 404', () => {
    expect(stackOf([aGateway()]).listeners).toMatchObject([
      { port: 80, protocol: 'HTTP', defaultActions: [{ type: 'fixed-response', statusCode: '404' }] },
    ]);
  });

  it('exist only with routes under lbc (LIM-95)', () => {
    expect(stackOf([aGateway()], { profile: lbc }).listeners).toEqual([]);
  });

  it('of one port are one', () => {
    const listeners = [
      aListener({ name: 'a', hostname: 'a.example.com' }),
      aListener({ name: 'b', hostname: 'b.example.com' }),
    ];
    expect(stackOf([aGateway({ listeners })]).listeners).toHaveLength(1);
  });

  it('find their certificates in ACM by hostname, the smallest ARN first', () => {
    const [listener] = stackOf([
      aGateway({ listeners: [anHttpsListener({ hostname: 'shop.example.com' })] }),
    ]).listeners;
    expect(listener?.certificates.map((arn) => (typeof arn === 'string' ? arn.slice(-1) : arn))).toEqual(['a', 'b']);
  });

  it('without certificate are held, and the others proceed', () => {
    const built = translated([aGateway({ listeners: [aListener(), anHttpsListener({ hostname: 'other.org' })] })]);
    expect(built.stack?.listeners.map(({ port }) => port)).toEqual([80]);
    expect(built.stack?.heldPorts).toEqual([443]);
    expect(built.findings).toMatchObject([{ listener: 'https', condition: 'Programmed', severity: 'error' }]);
  });

  it('without certificate stop the whole Gateway under lbc (LIM-31)', () => {
    const objects = [
      aGateway({ listeners: [aListener(), anHttpsListener({ hostname: 'other.org' })] }),
      anHttpRoute({ hostnames: ['other.org'] }),
    ];
    expect(translated(objects, { profile: lbc }).stack).toBeUndefined();
  });

  it('are held while ACM has not answered', () => {
    const { certificates: _certificates, ...withoutCertificates } = facts;
    const built = translated([aGateway({ listeners: [aListener(), anHttpsListener()] })], {
      facts: withoutCertificates,
    });
    expect(built.stack?.heldPorts).toEqual([443]);
    expect(built.unresolved).toEqual([{ fact: 'certificates' }]);
  });

  it('that must verify clients are held while their trust store is unknown', () => {
    const listenerConfigurations = [
      {
        protocolPort: 'HTTPS:443',
        defaultCertificate: 'arn:c',
        mutualAuthentication: { mode: 'verify', trustStore: 'nope' },
      },
    ];
    const built = translated(configured({ listenerConfigurations }, { listeners: [anHttpsListener()] }));
    expect(built.stack?.heldPorts).toEqual([443]);
  });

  it('take policy, attributes and named certificates from the configuration, whatever its case', () => {
    const listenerConfigurations = [
      {
        protocolPort: 'https:443',
        defaultCertificate: 'arn:c1',
        certificates: ['arn:c2'],
        sslPolicy: 'P',
        listenerAttributes: [{ key: 'k', value: 'v' }],
      },
    ];
    const [listener] = stackOf(configured({ listenerConfigurations }, { listeners: [anHttpsListener()] })).listeners;
    expect(listener).toMatchObject({ certificates: ['arn:c1', 'arn:c2'], sslPolicy: 'P', attributes: { k: 'v' } });
  });
});

describe('the load balancer', () => {
  it('has LBC’s name, defaults and groups', () => {
    expect(stackOf([aGateway()]).loadBalancer).toMatchObject({
      name: expect.stringMatching(/^k8s-shop-web-[0-9a-f]{10}$/),
      scheme: 'internal',
      ipAddressType: 'ipv4',
      subnetIds: ['subnet-a', 'subnet-b'],
      securityGroups: [{ ref: 'ManagedLBSecurityGroup' }, { ref: 'BackendSecurityGroup' }],
    });
  });

  it('cannot have a name that AWS refuses: then nothing changes', () => {
    const built = translated(configured({ loadBalancerName: 'internal-x' }));
    expect(built.stack).toBeUndefined();
    expect(messages(built)[0]).toContain('internal-x');
  });

  it('carries the labels of spec.infrastructure as tags, below those of the configuration', () => {
    const infrastructure = {
      labels: { team: 'a', app: 'x' },
      parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: 'lb' },
    };
    expect(stackOf(configured({ tags: { team: 'b' } }, { infrastructure })).loadBalancer?.tags).toEqual({
      team: 'b',
      app: 'x',
    });
  });

  it.each([
    ['a network load balancer’s field', { disableSecurityGroup: true }, 'disableSecurityGroup'],
    [
      'an entry for a listener that is not there',
      { listenerConfigurations: [{ protocolPort: 'HTTPS:8443' }] },
      'HTTPS:8443',
    ],
  ])('says that %s is not honoured', (_what, spec, text) => {
    const built = translated(configured(spec));
    expect(built.stack).toBeDefined();
    expect(built.findings).toMatchObject([{ severity: 'note', message: expect.stringContaining(text) }]);
  });
});

describe('subnets', () => {
  const subnetsOf = (
    subnets: NonNullable<typeof facts.subnets>,
    spec: Readonly<Record<string, unknown>> = {},
  ): readonly string[] | string =>
    translated(configured(spec), { facts: { ...facts, subnets } }).stack?.loadBalancer?.subnetIds ?? 'none';
  const foreign = { 'kubernetes.io/role/internal-elb': '1', 'kubernetes.io/cluster/other': 'shared' };

  it.each<[what: string, subnets: NonNullable<typeof facts.subnets>, expected: readonly string[] | string]>([
    [
      'one per zone, the smallest id',
      [aSubnet('b'), aSubnet('a'), aSubnet('a', { id: 'subnet-0' })],
      ['subnet-0', 'subnet-b'],
    ],
    [
      'none of another cluster',
      [aSubnet('a'), aSubnet('b'), aSubnet('c', { tags: foreign })],
      ['subnet-a', 'subnet-b'],
    ],
    [
      'none that is nearly full',
      [aSubnet('a'), aSubnet('b'), aSubnet('c', { availableAddresses: 7 })],
      ['subnet-a', 'subnet-b'],
    ],
    ['at least two', [aSubnet('a')], 'none'],
    [
      'by route where no role is tagged',
      ['a', 'b', 'c'].map((zone) => aSubnet(zone, { tags: {}, isPublic: zone === 'c' })),
      ['subnet-a', 'subnet-b'],
    ],
  ])('%s', (_what, subnets, expected) => expect(subnetsOf(subnets)).toEqual(expected));

  it('are those that the configuration names, in its order, by id or name', () => {
    expect(
      subnetsOf(facts.subnets ?? [], {
        loadBalancerSubnets: [{ identifier: 'private-b' }, { identifier: 'subnet-a' }],
      }),
    ).toEqual(['subnet-b', 'subnet-a']);
  });

  it('are those that a selector finds', () => {
    const tier = (value: string): Readonly<Record<string, string>> => ({ tier: value });
    const subnets = [
      aSubnet('a', { tags: tier('x') }),
      aSubnet('b', { tags: tier('y') }),
      aSubnet('c', { tags: tier('z') }),
    ];
    expect(subnetsOf(subnets, { loadBalancerSubnetsSelector: { tier: ['x', 'y'] } })).toEqual(['subnet-a', 'subnet-b']);
  });

  it('must have an IPv6 range for a dual-stack load balancer', () => {
    const built = translated(configured({ ipAddressType: 'dualstack' }));
    expect(built.stack).toBeUndefined();
    expect(messages(built)[0]).toContain('subnet-a has no IPv6 range');
  });

  it('need routes looked up where no role is tagged', () => {
    const built = translated([aGateway()], { facts: { ...facts, subnets: [aSubnet('a', { tags: {} })] } });
    expect(built.unresolved).toEqual([{ fact: 'reachability' }]);
  });
});

describe('security groups', () => {
  const ingress = (spec: Readonly<Record<string, unknown>>, gateway = {}): readonly string[] =>
    (stackOf(configured(spec, gateway)).securityGroups[0]?.ingress ?? []).map(
      ({ protocol, fromPort, source }) => `${protocol} ${fromPort} ${Object.values(source).join('')}`,
    );

  it('let everyone in by default', () => expect(ingress({})).toEqual(['tcp 80 0.0.0.0/0']));
  it('let nobody in with an empty list', () => expect(ingress({ sourceRanges: [] })).toEqual([]));
  it('let prefix lists in instead of everyone', () =>
    expect(ingress({ securityGroupPrefixes: ['pl-1'] })).toEqual(['tcp 80 pl-1']));
  it('take IPv6 ranges on dual-stack load balancers only', () =>
    expect(ingress({ sourceRanges: ['10.0.0.0/8', '::/0'] })).toEqual(['tcp 80 10.0.0.0/8']));
  it('let path MTU discovery in where asked', () =>
    expect(ingress({ enableICMP: true, sourceRanges: ['10.0.0.0/8'] })).toEqual([
      'tcp 80 10.0.0.0/8',
      'icmp 3 10.0.0.0/8',
    ]));

  it('say that a range is no range, and do not open up', () => {
    const built = translated(configured({ sourceRanges: ['10.0.0.1'] }));
    expect(built.stack?.securityGroups[0]?.ingress).toEqual([]);
    expect(messages(built)[0]).toContain('10.0.0.1');
  });

  it('open a port once under alb, and once for each listener under lbc', () => {
    const listeners = ['a', 'b'].map((name) => aListener({ name, hostname: `${name}.example.com` }));
    expect(stackOf([aGateway({ listeners })]).securityGroups[0]?.ingress).toHaveLength(1);
    expect(stackOf([aGateway({ listeners })], { profile: lbc }).securityGroups[0]?.ingress).toHaveLength(4 - 2);
  });

  it('named by the configuration replace ours, and leave targets alone', () => {
    const stack = stackOf([...configured({ securityGroups: ['mine', 'sg-nodes'] }), anHttpRoute()]);
    expect(stack).toMatchObject({
      securityGroups: [],
      targetIngress: [],
      loadBalancer: { securityGroups: ['sg-nodes', 'sg-mine'] },
    });
  });

  it('that do not exist leave everything as it is', () => {
    expect(translated(configured({ securityGroups: ['sg-nope'] })).stack).toBeUndefined();
  });

  it('of the cluster let the load balancer in on each port by itself', () => {
    const ports = [8080, 9090].map((targetPort, index) => ({
      name: `p${index}`,
      port: 80 + index,
      targetPort,
      nodePort: 30_080 + index,
      protocol: 'TCP',
    }));
    const rules = [aRule({ backendRefs: [aBackendRef(), aBackendRef({ port: 81 })] })];
    const stack = stackOf([aGateway(), aService({ ports }), anHttpRoute({ rules })], { withoutService: true });
    expect(stack.targetIngress).toMatchObject([
      {
        groupId: 'sg-nodes',
        rules: [
          { fromPort: 30_080, toPort: 30_080, source: { securityGroup: { ref: 'BackendSecurityGroup' } } },
          { fromPort: 30_081, toPort: 30_081 },
        ],
      },
    ]);
  });
});

describe('what is asked of AWS', () => {
  const asked = (objects: readonly RawObject[], known = {}): readonly string[] => {
    const graph = buildGraph(snapshotOf([aGatewayClass(), aService(), ...objects]), gatewayKey, alb);
    return needs(graph, alb, known).map(({ fact }) => fact);
  };

  it('is the network for a plain Gateway', () =>
    expect(asked([aGateway()])).toEqual(['vpc', 'subnets', 'cluster-security-groups']));
  it('is certificates only where none is named', () => {
    expect(asked([aGateway({ listeners: [anHttpsListener()] })])).toContain('certificates');
    const listenerConfigurations = [{ protocolPort: 'HTTPS:443', defaultCertificate: 'arn:c' }];
    expect(asked(configured({ listenerConfigurations }, { listeners: [anHttpsListener()] }))).not.toContain(
      'certificates',
    );
  });
  it('is routes only after subnets turned out to have no roles', () => {
    expect(asked([aGateway()], { ...facts, subnets: [aSubnet('a', { tags: {} })] })).toEqual(['reachability']);
  });
  it('is nothing once everything is answered', () => expect(asked([aGateway(), anHttpRoute()], facts)).toEqual([]));
  it('is nothing for a Gateway that is gone', () => expect(asked([])).toEqual([]));
});

describe('the worked example: one route on HTTP and HTTPS', () => {
  it('has a rule on each listener and one target group', () => {
    const objects = [
      aGateway({ listeners: [aListener(), anHttpsListener({ hostname: 'shop.example.com' })] }),
      anHttpRoute(),
    ];
    const stack = stackOf(objects);
    expect(stack.targetGroups).toMatchObject([
      { id: 'shop/web:shop-route:HTTPRoute-shop-app:8080', targetType: 'instance', port: 30_080 },
    ]);
    expect(ruleTexts(stack)).toEqual([
      '80 path /* -> forward app=1',
      `443 host ~^[sS][hH][oO][pP]\\.[eE][xX][aA][mM][pP][lL][eE]\\.[cC][oO][mM](:[0-9]+)?$ -> forward app=1`,
    ]);
  });
});
