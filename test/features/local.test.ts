// The whole local stack: emulated AWS and Kubernetes API, the bundled functions wired by the synthesized template, the
// forwarder's own process, the load balancer's data plane. One start serves all tests that take nothing away.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../../lib/adapters/aws/permissions.ts';
import { createAwsEmulator } from '../../lib/emulator/aws/aws-emulator.ts';
import { createClock } from '../../lib/emulator/clock.ts';
import { listenHttp } from '../../lib/emulator/listen-http.ts';
import { until } from '../../lib/cli/demo/until.ts';
import { applicationManifests, guideManifests } from '../../lib/cli/demo/worked-example.ts';
import {
  type Condition,
  type LocalWorld,
  type Observed,
  startLocalWorld,
  without,
  withoutAction,
} from '../support/local-world.ts';

const patienceMs = 60_000;
const namespace = 'example-ns';
const gateway = 'my-alb-gateway';

function condition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return (conditions ?? []).find((one) => one.type === type);
}

/** Waits until the status of an object is as asked for; answers the object. */
function untilObserved(
  world: LocalWorld,
  [plural, inNamespace, name]: Parameters<LocalWorld['observe']>,
  is: (object: Observed) => boolean,
): Promise<Observed> {
  return until(`the status of ${plural} ${name}`, patienceMs, async () => {
    const object = await world.observe(plural, inNamespace, name);
    return is(object) ? object : undefined;
  });
}

function isProgrammed({ status }: Observed): boolean {
  return condition(status?.conditions, 'Programmed')?.status === 'True';
}

async function applyExample(world: LocalWorld): Promise<void> {
  await world.apply(applicationManifests('web'));
  await world.apply(guideManifests(world.emulator.aws.account().certificateArn, 'web'));
}

/** A Gateway with one listener, and a route on it. */
function aGateway(
  name: string,
  { className = 'aws-alb-gateway-class', protocol = 'HTTP', service = 'web' } = {},
): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  gatewayClassName: ${className}
  listeners:
  - { name: good, protocol: HTTP, port: 80 }
  - { name: other, protocol: ${protocol}, port: 8080 }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}-route, namespace: ${namespace} }
spec:
  parentRefs: [{ name: ${name}, sectionName: good }]
  rules: [{ backendRefs: [{ name: ${service}, port: 80 }] }]
`;
}

describe('the local stack', () => {
  let world: LocalWorld;
  let programmed: Observed;

  beforeAll(async () => {
    world = await startLocalWorld();
    await applyExample(world);
    programmed = await untilObserved(world, ['gateways', namespace, gateway], isProgrammed);
  }, 120_000);

  afterAll(() => world.close(), 60_000);

  it('programs the worked example and says where it is and what it serves', async () => {
    const [address] = programmed.status?.addresses ?? [];
    expect(address?.value).toMatch(/\.elb\.amazonaws\.com$/);
    expect(condition(programmed.status?.conditions, 'Accepted')?.status).toBe('True');
    const { listeners = [] } = programmed.status ?? {};
    for (const listener of listeners) {
      expect(listener.attachedRoutes).toBe(1);
      expect(listener.supportedKinds.map(({ kind }) => kind)).toContain('HTTPRoute');
      expect(condition(listener.conditions, 'Programmed')?.status).toBe('True');
    }
    expect(listeners.map(({ name }) => name)).toEqual(['http', 'https']);
    const route = await world.observe('httproutes', namespace, 'my-http-app-route');
    expect(route.status?.parents?.map((parent) => condition(parent.conditions, 'Accepted')?.status)).toEqual([
      'True',
      'True',
    ]);
  });

  it.each(['http', 'https'] as const)('serves it over %s', async (scheme) => {
    const [address] = programmed.status?.addresses ?? [];
    const page = await until(`an answer over ${scheme}`, patienceMs, async () => {
      const answer = await world.fetch(address?.value ?? '', scheme, '/');
      return answer?.status === 200 ? answer : undefined;
    });
    expect((JSON.parse(page.body) as { readonly pod: string }).pod).toMatch(/^web-/);
  });

  it('says on the listener that its protocol is not supported, and serves the others', async () => {
    await world.apply(aGateway('strange-protocol', { protocol: 'example.com/pigeon' }));
    const { status } = await untilObserved(world, ['gateways', namespace, 'strange-protocol'], isProgrammed);
    const listeners = new Map((status?.listeners ?? []).map(({ name, conditions }) => [name, conditions]));
    expect(condition(listeners.get('other'), 'Accepted')).toMatchObject({
      status: 'False',
      reason: 'UnsupportedProtocol',
    });
    expect(condition(listeners.get('good'), 'Programmed')?.status).toBe('True');
    await world.remove(aGateway('strange-protocol'));
  }, 90_000);

  it('says on the route that its Service does not exist', async () => {
    await world.apply(aGateway('missing-service', { service: 'nobody' }));
    const { status } = await untilObserved(world, ['httproutes', namespace, 'missing-service-route'], (route) =>
      (route.status?.parents ?? []).some(({ conditions }) => condition(conditions, 'ResolvedRefs')?.status === 'False'),
    );
    expect(condition(status?.parents?.[0]?.conditions, 'ResolvedRefs')).toMatchObject({ reason: 'BackendNotFound' });
    expect(condition(status?.parents?.[0]?.conditions, 'ResolvedRefs')?.message).toContain('nobody');
    await world.remove(aGateway('missing-service'));
  }, 90_000);

  it('follows the Pods of a Service whose targets are Pods', async () => {
    const targets = () =>
      world.emulator.aws.loadBalancers
        .targetGroups()
        .filter(({ targetType }) => targetType === 'ip')
        .flatMap((group) => group.targets.filter(({ state }) => state !== 'draining').map(({ id }) => id));
    await world.apply(applicationManifests('pods'));
    await world.apply(`apiVersion: gateway.k8s.aws/v1
kind: TargetGroupConfiguration
metadata: { name: pods, namespace: ${namespace} }
spec: { targetReference: { name: pods }, defaultConfiguration: { targetType: ip } }`);
    await world.apply(aGateway('with-pods', { service: 'pods' }));
    await until('both Pods to be targets', patienceMs, () => Promise.resolve(targets().length === 2 || undefined));
    await world.apply(applicationManifests('pods').replace('replicas: 2', 'replicas: 1'));
    await until('one Pod to be left', patienceMs, () => Promise.resolve(targets().length === 1 || undefined));
    const [last] = targets();
    await world.apply(
      applicationManifests('pods').replace('image: pods', 'image: pods:2').replace('replicas: 2', 'replicas: 1'),
    );
    await until('a new Pod in its place', patienceMs, () =>
      Promise.resolve((targets().length === 1 && targets()[0] !== last) || undefined),
    );
    await world.remove(aGateway('with-pods'));
  }, 120_000);

  it('leaves a Gateway of another class alone', async () => {
    await world.apply(`apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: others }
spec: { controllerName: example.com/other }
---
${aGateway('of-others', { className: 'others' })}`);
    await world.apply(aGateway('of-ours'));
    await untilObserved(world, ['gateways', namespace, 'of-ours'], isProgrammed);
    await world.quiet();
    const { status } = await world.observe('gateways', namespace, 'of-others');
    expect(status?.addresses ?? []).toEqual([]);
    expect((status?.conditions ?? []).filter(({ status: value }) => value === 'True')).toEqual([]);
    await world.remove(aGateway('of-ours') + '---\n' + aGateway('of-others'));
  }, 90_000);

  it('refuses fields that do not exist and YAML that is none, by name', async () => {
    const mistyped = aGateway('mistyped').replace('port: 80 }', 'port: eighty }');
    await expect(world.apply(mistyped)).rejects.toThrow(/mistyped.*spec\.listeners\[0\]\.port/s);
    const unknown = aGateway('unknown-field').replace('port: 80 }', 'port: 80, colour: red }');
    await expect(world.apply(unknown)).rejects.toThrow(/colour.*not declared in schema/s);
    await expect(world.apply('kind: [Gateway')).rejects.toThrow(/YAML|unexpected|flow/i);
  });

  it('did not disturb the worked example with any of that', async () => {
    const [address] = programmed.status?.addresses ?? [];
    expect((await world.observe('gateways', namespace, gateway)).status?.conditions).toEqual(
      programmed.status?.conditions,
    );
    expect((await world.fetch(address?.value ?? '', 'https', '/'))?.status).toBe(200);
  });

  it('uses no AWS action that the permission table does not name, and is refused none', () => {
    const calls = world.emulator.aws.callLog.entries();
    const used = (name: string) =>
      new Set(
        calls.filter(({ caller }) => caller === name).map(({ service, action }) => `${prefixOf(service)}:${action}`),
      );
    for (const [name, statements] of Object.entries(permissions)) {
      const granted = new Set(statements.flatMap(({ actions }) => actions));
      const beyond = [...used(name)].filter((action) => !action.startsWith('sqs:') && !granted.has(action));
      expect(beyond, name).toEqual([]);
    }
    expect(used('reconcile').size).toBeGreaterThan(10);
    const refused = calls.filter(({ code = '' }) => /AccessDenied|Unauthorized/.test(code));
    expect(refused).toEqual([]);
  });

  it('leaves nothing when all is deleted', async () => {
    await world.remove(guideManifests(world.emulator.aws.account().certificateArn, 'web').replace(/^.*?---\n/s, ''));
    // AWS lets go of network interfaces late and tag searches lag behind; time is moved until neither holds anything up.
    await until('everything to be gone', patienceMs, async () => {
      await world.quiet();
      await world.emulator.clock.advance(20_000);
      const { loadBalancers } = world.emulator.aws;
      const left = loadBalancers.loadBalancers().length + loadBalancers.targetGroups().length;
      const gone = await world.observe('gateways', namespace, gateway).then(
        () => false,
        () => true,
      );
      return left === 0 && gone ? true : undefined;
    });
  }, 90_000);
});

/** Services sign with names that IAM does not always use. */
function prefixOf(service: string): string {
  return service === 'tagging' ? 'tag' : service;
}

describe('a template from which something was taken away', () => {
  it('does not serve without the mapping of the reconcile queue', async () => {
    const world = await startLocalWorld({
      alterStacks: (stacks) =>
        without(
          stacks,
          ({ Type, Properties }) =>
            Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties).includes('Reconcile'),
        ),
    });
    try {
      await applyExample(world);
      const reconcileQueue = [...world.emulator.queues.region.queues.values()].find(({ name }) =>
        name.endsWith('reconcile.fifo'),
      );
      await until('the summons to lie in the queue', patienceMs, () =>
        Promise.resolve((reconcileQueue?.messages.size ?? 0) >= 2 ? true : undefined),
      );
      await world.quiet();
      expect(isProgrammed(await world.observe('gateways', namespace, gateway))).toBe(false);
      expect(world.emulator.aws.loadBalancers.loadBalancers()).toEqual([]);
    } finally {
      await world.close();
    }
  }, 120_000);

  it('says in status which action is missing', async () => {
    const world = await startLocalWorld({
      alterStacks: (stacks) => withoutAction(stacks, 'elasticloadbalancing:CreateRule'),
    });
    try {
      await applyExample(world);
      const { status } = await untilObserved(world, ['gateways', namespace, gateway], (object) =>
        /CreateRule/.test(condition(object.status?.conditions, 'Programmed')?.message ?? ''),
      );
      const told = condition(status?.conditions, 'Programmed');
      expect(told?.status).toBe('False');
      expect(told?.message).toMatch(/not authorized|AccessDenied/);
    } finally {
      await world.close();
    }
  }, 120_000);
});

it('builds load balancers in another AWS when it is told to, and none in its own', async () => {
  const clock = createClock('real');
  const other = await createAwsEmulator({ clock, timeScale: 0, targetHealth: 'always-healthy' });
  const endpoint = await listenHttp(other.handle);
  const world = await startLocalWorld({ awsEndpoint: endpoint.url });
  try {
    await world.apply(applicationManifests('web'));
    await world.apply(guideManifests(other.account().certificateArn, 'web'));
    await until('a load balancer there', patienceMs, () =>
      Promise.resolve(other.loadBalancers.loadBalancers().some(({ listeners }) => listeners.length === 2) || undefined),
    );
    expect(world.emulator.loadBalancers()).toEqual([]);
    expect(world.awsEndpoint).toBe(endpoint.url);
  } finally {
    await world.close();
    await endpoint.close();
    clock.stop();
  }
}, 120_000);
