// A small model of AWS for planning and reconciling: strict about what the planner could get wrong (names, priorities,
// things in use, quotas), with a clock, lagging tag search, lingering network interfaces, and a count of every call.
import type { Known, Value } from '../../lib/core/base/ref.ts';
import type { Action } from '../../lib/core/stack/listener-rule.ts';
import type { IngressRule, Tags } from '../../lib/core/stack/stack.ts';
import type { Target } from '../../lib/core/stack/target.ts';
import type {
  ObservedListener,
  ObservedLoadBalancer,
  ObservedRule,
  ObservedSecurityGroup,
  ObservedTargetGroup,
} from '../../lib/core/plan/observed.ts';
import type { Step, StepRequest } from '../../lib/core/plan/step.ts';
import { Fault, type FaultKind } from '../../lib/reconcile/faults.ts';
import type { AwsReader, AwsWriter, TargetRegistry, TargetState } from '../../lib/reconcile/ports.ts';
import type { FactQuery, Facts } from '../../lib/core/translate/facts.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Interface {
  readonly securityGroups: readonly string[];
  readonly releasedAt: number;
}

export interface WorldSettings {
  readonly tagSearchLagMs?: number;
  readonly provisioningMs?: number;
  readonly interfaceReleaseMs?: number;
  readonly rulesPerLoadBalancer?: number;
}

/** Thrown instead of an answer when the test has the process die: nothing after it happens. */
export class Killed extends Error {}

export class AwsWorld {
  now = 1_750_000_000_000;
  /** Every call as AWS would have counted it, in order. */
  readonly calls: string[] = [];
  readonly loadBalancers = new Map<string, Mutable<ObservedLoadBalancer> & { activeAt: number }>();
  readonly listeners = new Map<string, Mutable<ObservedListener>>();
  readonly rules = new Map<string, Mutable<ObservedRule>>();
  readonly targetGroups = new Map<string, Mutable<Omit<ObservedTargetGroup, 'loadBalancerArns'>>>();
  readonly securityGroups = new Map<string, Mutable<ObservedSecurityGroup>>();
  readonly targets = new Map<string, Map<string, TargetState>>();
  /** Calls with this name are answered with a Fault of this kind, once each. */
  readonly faults: { call: string; kind: FaultKind; code: string }[] = [];
  /** The process dies when as many writes have happened. */
  killAfterWrites = Infinity;
  writes = 0;
  facts: Facts = {};
  private readonly taggedAt = new Map<string, number>();
  private readonly interfaces: Interface[] = [];
  private serial = 0;
  private readonly settings: Required<WorldSettings>;

  constructor(settings: WorldSettings = {}) {
    this.settings = {
      tagSearchLagMs: 0,
      provisioningMs: 0,
      interfaceReleaseMs: 0,
      rulesPerLoadBalancer: 100,
      ...settings,
    };
  }

  get reader(): AwsReader {
    return worldReader(this);
  }

  get writer(): AwsWriter {
    return { perform: (step, known, secrets) => this.perform(step, known, secrets) };
  }

  get registry(): TargetRegistry {
    return {
      health: (arn) => this.read('DescribeTargetHealth', () => [...this.groupTargets(arn).values()]),
      register: async (arn, targets) => void (await this.write('RegisterTargets', () => this.register(arn, targets))),
      deregister: async (arn, targets) =>
        void (await this.write('DeregisterTargets', () => {
          for (const { id, port } of targets) this.groupTargets(arn).delete(`${id}:${String(port)}`);
          return {};
        })),
      authorizeIngress: async (groupId, rules) =>
        void (await this.write('AuthorizeSecurityGroupIngress', () => this.authorize(groupId, rules))),
      revokeIngress: async (groupId, rules) =>
        void (await this.write('RevokeSecurityGroupIngress', () => this.revoke(groupId, rules))),
    };
  }

  async gather(queries: readonly FactQuery[]): Promise<Facts> {
    const call = {
      vpc: 'DescribeVpcs',
      subnets: 'DescribeSubnets',
      reachability: 'DescribeRouteTables',
      certificates: 'ListCertificates',
    } as const;
    for (const { fact } of queries)
      await this.read(fact in call ? call[fact as keyof typeof call] : `Describe ${fact}`, () => undefined);
    return this.facts;
  }

  advance(ms: number): void {
    this.now += ms;
  }

  /** All targets pass their health checks, where something checks them. */
  makeHealthy(): void {
    for (const [arn, states] of this.targets) {
      if (!this.users(arn).length) continue;
      for (const [key, state] of states) states.set(key, { ...state, state: 'healthy' });
    }
  }

  /** Number of calls so far; pass it to callsSince. */
  mark(): number {
    return this.calls.length;
  }

  callsSince(mark: number): readonly string[] {
    return this.calls.slice(mark);
  }

  stateOf(balancer: { readonly activeAt: number }): string {
    return this.now >= balancer.activeAt ? 'active' : 'provisioning';
  }

  attachedTo(groupArn: string): readonly string[] {
    const balancers = this.users(groupArn).map((listenerArn) => this.listeners.get(listenerArn)?.loadBalancerArn ?? '');
    return [...new Set(balancers)];
  }

  visibleToTagSearch(arn: string): boolean {
    return this.now - (this.taggedAt.get(arn) ?? 0) >= this.settings.tagSearchLagMs;
  }

  async read<T>(call: string, answer: () => T): Promise<T> {
    this.calls.push(call);
    this.failIfTold(call);
    await Promise.resolve();
    return structuredClone(answer());
  }

  /** Targets of a group that must exist. */
  groupTargets(arn: string): Map<string, TargetState> {
    return this.targets.get(arn) ?? this.fail('vanished', 'TargetGroupNotFound', arn);
  }

  fail(kind: FaultKind, code: string, resource: string): never {
    throw new Fault({ kind, operation: this.calls.at(-1) ?? '', resource, code, message: `${code}: ${resource}` });
  }

  private failIfTold(call: string): void {
    const index = this.faults.findIndex((fault) => fault.call === call);
    const [fault] = index === -1 ? [] : this.faults.splice(index, 1);
    if (fault !== undefined) this.fail(fault.kind, fault.code, call);
  }

  private async write<T>(call: string, change: () => T): Promise<T> {
    if (this.writes >= this.killAfterWrites) throw new Killed();
    this.calls.push(call);
    this.failIfTold(call);
    await Promise.resolve();
    const answer = change();
    this.writes += 1;
    if (this.writes >= this.killAfterWrites) throw new Killed();
    return answer;
  }

  private async perform(step: Step, known: Known, secrets: Parameters<AwsWriter['perform']>[2]): Promise<Known> {
    const request = resolved(step.request, known, this);
    const count =
      request.call === 'AddListenerCertificates' || request.call === 'RemoveListenerCertificates'
        ? request.certificates.length
        : 1;
    for (let extra = 1; extra < count; extra += 1) this.calls.push(request.call);
    if (request.call === 'CreateRule' || request.call === 'ModifyRule') {
      for (const action of request.actions) if (action.type === 'authenticate-oidc') await secrets(action.secret);
    }
    return this.write(request.call, () => this.carryOut(request, step.resource));
  }

  private arn(kind: string): string {
    this.serial += 1;
    return `arn:aws:elasticloadbalancing:eu-west-1:111122223333:${kind}/${String(this.serial).padStart(8, '0')}`;
  }

  private users(groupArn: string): readonly string[] {
    const forwards = (actions: readonly Action[]): boolean =>
      actions.some((action) => action.type === 'forward' && action.targetGroups.some(({ arn }) => arn === groupArn));
    return [
      ...[...this.rules.values()].filter(({ actions }) => forwards(actions)).map(({ listenerArn }) => listenerArn),
      ...[...this.listeners.values()].filter(({ defaultActions }) => forwards(defaultActions)).map(({ arn }) => arn),
    ];
  }

  private register(arn: string, targets: readonly Target[]): Known {
    const registered = this.groupTargets(arn);
    for (const target of targets)
      registered.set(`${target.id}:${String(target.port)}`, { ...target, state: 'initial' });
    return {};
  }

  private authorize(groupId: Value, rules: readonly IngressRule[]): Known {
    const group =
      this.securityGroups.get(String(groupId)) ?? this.fail('vanished', 'InvalidGroup.NotFound', String(groupId));
    const text = (rule: IngressRule): string =>
      JSON.stringify([rule.protocol, rule.fromPort, rule.toPort, rule.source]);
    if (rules.some((rule) => group.ingress.some((other) => text(other) === text(rule))))
      this.fail('conflict', 'InvalidPermission.Duplicate', group.id);
    group.ingress = [...group.ingress, ...rules];
    return {};
  }

  private revoke(groupId: Value, rules: readonly IngressRule[]): Known {
    const group =
      this.securityGroups.get(String(groupId)) ?? this.fail('vanished', 'InvalidGroup.NotFound', String(groupId));
    const text = (rule: IngressRule): string =>
      JSON.stringify([rule.protocol, rule.fromPort, rule.toPort, rule.source]);
    if (!rules.every((rule) => group.ingress.some((other) => text(other) === text(rule))))
      this.fail('conflict', 'InvalidPermission.NotFound', group.id);
    group.ingress = group.ingress.filter((rule) => !rules.some((other) => text(other) === text(rule)));
    return {};
  }

  private checkForwards(actions: readonly Action[], listenerArn: string): void {
    const balancer = this.listeners.get(listenerArn)?.loadBalancerArn ?? '';
    for (const action of actions) {
      if (action.type !== 'forward') continue;
      for (const { arn } of action.targetGroups) {
        if (!this.targetGroups.has(String(arn))) this.fail('vanished', 'TargetGroupNotFound', String(arn));
        if (this.attachedTo(String(arn)).some((other) => other !== balancer))
          this.fail('rejected', 'TargetGroupAssociationLimit', String(arn));
      }
    }
  }

  private setPriorities(priorities: readonly { readonly rule: Value; readonly priority: number }[]): Known {
    const slots = new Map([...this.rules.values()].map(({ arn, priority }) => [arn, priority]));
    for (const { rule, priority } of priorities) {
      if (!slots.has(String(rule))) this.fail('vanished', 'RuleNotFound', String(rule));
      slots.set(String(rule), priority);
    }
    const taken = [...slots].map(([arn, priority]) => `${this.rules.get(arn)?.listenerArn ?? ''}#${String(priority)}`);
    if (new Set(taken).size !== taken.length) this.fail('conflict', 'PriorityInUse', 'rules');
    for (const [arn, priority] of slots) this.must(this.rules, arn).priority = priority;
    return {};
  }

  private must<T>(map: ReadonlyMap<string, T>, key: Value): T {
    return map.get(String(key)) ?? this.fail('vanished', 'NotFound', String(key));
  }

  private tag(resources: readonly Value[], change: (tags: Tags) => Tags): Known {
    for (const resource of resources) {
      const owner =
        this.loadBalancers.get(String(resource)) ??
        this.listeners.get(String(resource)) ??
        this.rules.get(String(resource)) ??
        this.targetGroups.get(String(resource)) ??
        this.securityGroups.get(String(resource)) ??
        this.fail('vanished', 'NotFound', String(resource));
      owner.tags = change(owner.tags);
      this.taggedAt.set(String(resource), this.now);
    }
    return {};
  }

  private carryOut(request: StepRequest, resource: string): Known {
    switch (request.call) {
      case 'CreateSecurityGroup': {
        const { group, tags } = request;
        if ([...this.securityGroups.values()].some(({ name, vpcId }) => name === group.name && vpcId === group.vpcId))
          this.fail('conflict', 'InvalidGroup.Duplicate', group.name);
        this.serial += 1;
        const id = `sg-${String(this.serial).padStart(8, '0')}`;
        this.securityGroups.set(id, { id, name: group.name, vpcId: group.vpcId, ingress: [], tags });
        return { [resource]: { groupId: id } };
      }
      case 'AuthorizeSecurityGroupIngress':
        return this.authorize(request.groupId, request.rules);
      case 'RevokeSecurityGroupIngress':
        return this.revoke(request.groupId, request.rules);
      case 'DeleteSecurityGroup': {
        const used =
          [...this.loadBalancers.values()].some(({ securityGroups }) => securityGroups.includes(request.groupId)) ||
          this.interfaces.some(
            ({ securityGroups, releasedAt }) => releasedAt > this.now && securityGroups.includes(request.groupId),
          ) ||
          [...this.securityGroups.values()].some(
            ({ id, ingress }) =>
              id !== request.groupId &&
              ingress.some(({ source }) => 'securityGroup' in source && source.securityGroup === request.groupId),
          );
        if (used) this.fail('in-use', 'DependencyViolation', request.groupId);
        this.securityGroups.delete(request.groupId);
        return {};
      }
      case 'CreateLoadBalancer': {
        const { loadBalancer, tags } = request;
        const same = [...this.loadBalancers.values()].find(({ name }) => name === loadBalancer.name);
        if (same !== undefined) {
          if (same.scheme !== loadBalancer.scheme)
            this.fail('rejected', 'DuplicateLoadBalancerName', loadBalancer.name);
          return { [resource]: { arn: same.arn } };
        }
        const arn = this.arn(`loadbalancer/app/${loadBalancer.name}`);
        const groups = loadBalancer.securityGroups.map(String);
        for (const group of groups) this.must(this.securityGroups, group);
        this.loadBalancers.set(arn, {
          arn,
          name: loadBalancer.name,
          dnsName: `${loadBalancer.name}.elb.amazonaws.com`,
          state: '',
          activeAt: this.now + this.settings.provisioningMs,
          scheme: loadBalancer.scheme,
          ipAddressType: loadBalancer.ipAddressType,
          vpcId: 'vpc-1',
          subnetIds: loadBalancer.subnetIds,
          securityGroups: groups,
          attributes: { 'idle_timeout.timeout_seconds': '60', 'routing.http2.enabled': 'true' },
          tags,
        });
        this.taggedAt.set(arn, this.now);
        return { [resource]: { arn } };
      }
      case 'ModifyLoadBalancerAttributes': {
        const balancer = this.must(this.loadBalancers, request.loadBalancer);
        balancer.attributes = { ...balancer.attributes, ...request.attributes };
        return {};
      }
      case 'SetSecurityGroups':
        this.must(this.loadBalancers, request.loadBalancer).securityGroups = request.securityGroups.map(String);
        return {};
      case 'SetSubnets':
        this.must(this.loadBalancers, request.loadBalancer).subnetIds = request.subnetIds;
        return {};
      case 'SetIpAddressType':
        this.must(this.loadBalancers, request.loadBalancer).ipAddressType = request.ipAddressType;
        return {};
      case 'ModifyCapacityReservation':
        this.must(this.loadBalancers, request.loadBalancer).capacityUnits = request.capacityUnits;
        return {};
      case 'DeleteLoadBalancer': {
        const balancer = this.loadBalancers.get(request.loadBalancer);
        if (balancer === undefined) return {};
        if (balancer.attributes?.['deletion_protection.enabled'] === 'true')
          this.fail('rejected', 'OperationNotPermitted', balancer.arn);
        this.interfaces.push({
          securityGroups: balancer.securityGroups,
          releasedAt: this.now + this.settings.interfaceReleaseMs,
        });
        for (const { arn } of [...this.listeners.values()].filter(
          ({ loadBalancerArn }) => loadBalancerArn === balancer.arn,
        ))
          this.deleteListener(arn);
        this.loadBalancers.delete(balancer.arn);
        return {};
      }
      case 'CreateTargetGroup': {
        const { targetGroup, tags } = request;
        const same = [...this.targetGroups.values()].find(({ name }) => name === targetGroup.name);
        if (same !== undefined) {
          if (same.protocol !== targetGroup.protocol || same.targetType !== targetGroup.targetType)
            this.fail('rejected', 'DuplicateTargetGroupName', targetGroup.name);
          return { [resource]: { arn: same.arn } };
        }
        const arn = this.arn(`targetgroup/${targetGroup.name}`);
        const { name, targetType, port, protocol, protocolVersion, ipAddressType, vpcId, healthCheck } = targetGroup;
        this.targetGroups.set(arn, {
          arn,
          name,
          targetType,
          port,
          protocol,
          protocolVersion,
          ipAddressType,
          vpcId,
          healthCheck,
          attributes: {},
          tags,
        });
        this.targets.set(arn, new Map());
        this.taggedAt.set(arn, this.now);
        return { [resource]: { arn } };
      }
      case 'ModifyTargetGroup':
        this.must(this.targetGroups, request.targetGroup).healthCheck = request.healthCheck;
        return {};
      case 'ModifyTargetGroupAttributes': {
        const group = this.must(this.targetGroups, request.targetGroup);
        group.attributes = { ...group.attributes, ...request.attributes };
        return {};
      }
      case 'DeleteTargetGroup':
        if (this.users(request.targetGroup).length > 0) this.fail('in-use', 'ResourceInUse', request.targetGroup);
        this.targetGroups.delete(request.targetGroup);
        this.targets.delete(request.targetGroup);
        return {};
      case 'RegisterTargets':
        return this.register(String(request.targetGroup), request.targets);
      case 'CreateListener': {
        const { listener, tags } = request;
        const { arn: loadBalancerArn } = this.must(this.loadBalancers, request.loadBalancer);
        if (
          [...this.listeners.values()].some(
            (other) => other.loadBalancerArn === loadBalancerArn && other.port === listener.port,
          )
        )
          this.fail('conflict', 'DuplicateListener', listener.id);
        const arn = this.arn(`listener/app/${String(listener.port)}`);
        this.listeners.set(arn, { arn, loadBalancerArn, ...this.listenerSettings(listener), attributes: {}, tags });
        this.taggedAt.set(arn, this.now);
        return { [resource]: { arn } };
      }
      case 'ModifyListener': {
        const listener = this.must(this.listeners, request.listener);
        Object.assign(listener, this.listenerSettings(request.to), {
          certificates: [...request.to.certificates.slice(0, 1).map(String), ...listener.certificates.slice(1)],
        });
        return {};
      }
      case 'ModifyListenerAttributes': {
        const listener = this.must(this.listeners, request.listener);
        listener.attributes = { ...listener.attributes, ...request.attributes };
        return {};
      }
      case 'AddListenerCertificates': {
        const listener = this.must(this.listeners, request.listener);
        listener.certificates = [...new Set([...listener.certificates, ...request.certificates.map(String)])];
        return {};
      }
      case 'RemoveListenerCertificates': {
        const listener = this.must(this.listeners, request.listener);
        listener.certificates = listener.certificates.filter(
          (arn, index) => index === 0 || !request.certificates.includes(arn),
        );
        return {};
      }
      case 'DeleteListener':
        this.must(this.listeners, request.listener);
        this.deleteListener(request.listener);
        return {};
      case 'CreateRule': {
        const { arn: listenerArn, loadBalancerArn } = this.must(this.listeners, request.listener);
        const siblings = [...this.rules.values()].filter(
          (rule) => this.listeners.get(rule.listenerArn)?.loadBalancerArn === loadBalancerArn,
        );
        if (siblings.some((rule) => rule.listenerArn === listenerArn && rule.priority === request.priority))
          this.fail('conflict', 'PriorityInUse', String(request.priority));
        if (siblings.length >= this.settings.rulesPerLoadBalancer) this.fail('quota', 'TooManyRules', loadBalancerArn);
        if (request.priority < 1 || request.priority > 50_000)
          this.fail('rejected', 'ValidationError', String(request.priority));
        this.checkForwards(request.actions, listenerArn);
        const arn = this.arn('listener-rule/app');
        const { priority, conditions, transforms, tags } = request;
        this.rules.set(arn, {
          arn,
          listenerArn,
          priority,
          conditions,
          actions: readBack(request.actions),
          transforms,
          tags,
        });
        this.taggedAt.set(arn, this.now);
        return { [resource]: { arn } };
      }
      case 'ModifyRule': {
        const rule = this.must(this.rules, request.rule);
        this.checkForwards(request.actions, rule.listenerArn);
        rule.actions = readBack(request.actions);
        rule.transforms = request.transforms;
        return {};
      }
      case 'SetRulePriorities':
        return this.setPriorities(request.priorities);
      case 'DeleteRule':
        this.must(this.rules, request.rule);
        this.rules.delete(request.rule);
        return {};
      case 'AddTags':
        return this.tag(request.resources, (tags) => ({ ...tags, ...request.tags }));
      case 'RemoveTags':
        return this.tag(request.resources, (tags) =>
          Object.fromEntries(Object.entries(tags).filter(([key]) => !request.keys.includes(key))),
        );
      case 'CreateTags':
        return this.tag([request.groupId], (tags) => ({ ...tags, ...request.tags }));
      case 'DeleteTags':
        return this.tag([request.groupId], (tags) =>
          Object.fromEntries(Object.entries(tags).filter(([key]) => !request.keys.includes(key))),
        );
      default:
        throw new Error(`the model of AWS does not know ${request.call}`);
    }
  }

  private listenerSettings(
    listener: Extract<StepRequest, { call: 'CreateListener' }>['listener'],
  ): Omit<ObservedListener, 'arn' | 'loadBalancerArn' | 'tags'> {
    const tls = listener.protocol === 'HTTPS';
    return {
      port: listener.port,
      protocol: listener.protocol,
      defaultActions: readBack(listener.defaultActions),
      certificates: listener.certificates.slice(0, 1).map(String),
      ...(tls
        ? { sslPolicy: listener.sslPolicy ?? 'ELBSecurityPolicy-2016-08', mutualAuthentication: { mode: 'off' } }
        : {}),
    };
  }

  private deleteListener(arn: string): void {
    this.listeners.delete(arn);
    for (const rule of [...this.rules.values()]) if (rule.listenerArn === arn) this.rules.delete(rule.arn);
  }
}

/** AWS's own words for an action list: placeholders filled in, stickiness said, a single group with weight 1. */
function readBack(actions: readonly Action[]): readonly Action[] {
  return actions.map((action) => {
    if (action.type === 'redirect')
      return {
        protocol: '#{protocol}',
        port: '#{port}',
        host: '#{host}',
        path: '/#{path}',
        query: '#{query}',
        ...action,
      };
    if (action.type !== 'forward') return action;
    const [only] = action.targetGroups;
    const targetGroups =
      action.targetGroups.length === 1 && only !== undefined ? [{ ...only, weight: 1 }] : action.targetGroups;
    return { ...action, targetGroups, stickiness: action.stickiness ?? { enabled: false } };
  });
}

function resolved(request: StepRequest, known: Known, world: AwsWorld): StepRequest {
  const walk = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    const members = value as Readonly<Record<string, unknown>>;
    if (typeof members['ref'] === 'string' && typeof members['attribute'] === 'string') {
      const attributes = known[members['ref']] as Readonly<Record<string, string>> | undefined;
      return (
        attributes?.[members['attribute']] ?? world.fail('rejected', 'ValidationError', `unknown ${members['ref']}`)
      );
    }
    return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, walk(member)]));
  };
  return structuredClone(walk(request)) as StepRequest;
}

function worldReader(world: AwsWorld): AwsReader {
  const group = (arn: string): readonly Omit<ObservedTargetGroup, 'tags'>[] => {
    const found = world.targetGroups.get(arn);
    if (found === undefined) return [];
    const { tags: _, attributes: __, ...rest } = found;
    return [{ ...rest, loadBalancerArns: world.attachedTo(arn) }];
  };
  return {
    loadBalancers: (by) =>
      world.read('DescribeLoadBalancers', () =>
        [...world.loadBalancers.values()]
          .filter(({ arn, name }) => ('names' in by ? by.names.includes(name) : by.arns.includes(arn)))
          .map(({ tags: _, attributes: __, activeAt, ...rest }) => ({ ...rest, state: world.stateOf({ activeAt }) })),
      ),
    loadBalancerAttributes: (arn) =>
      world.read('DescribeLoadBalancerAttributes', () => world.loadBalancers.get(arn)?.attributes ?? {}),
    listeners: (loadBalancerArn) =>
      world.read('DescribeListeners', () =>
        [...world.listeners.values()]
          .filter((listener) => listener.loadBalancerArn === loadBalancerArn)
          .map(({ tags: _, attributes: __, ...rest }) => ({ ...rest, certificates: rest.certificates.slice(0, 1) })),
      ),
    listenerAttributes: (arn) =>
      world.read('DescribeListenerAttributes', () => world.listeners.get(arn)?.attributes ?? {}),
    listenerCertificates: (arn) =>
      world.read('DescribeListenerCertificates', () => world.listeners.get(arn)?.certificates ?? []),
    rules: (listenerArn) =>
      world.read('DescribeRules', () =>
        [...world.rules.values()]
          .filter((rule) => rule.listenerArn === listenerArn)
          .map(({ tags: _, ...rest }) => rest),
      ),
    targetGroups: (by) =>
      world.read('DescribeTargetGroups', () =>
        [...world.targetGroups.values()].flatMap(({ arn, name }) => {
          const wanted =
            'loadBalancerArn' in by
              ? world.attachedTo(arn).includes(by.loadBalancerArn)
              : 'names' in by
                ? by.names.includes(name)
                : by.arns.includes(arn);
          return wanted ? group(arn) : [];
        }),
      ),
    targetGroupAttributes: (arn) =>
      world.read('DescribeTargetGroupAttributes', () => world.targetGroups.get(arn)?.attributes ?? {}),
    tags: async (arns) => {
      const found: Record<string, Tags> = {};
      for (let start = 0; start < arns.length; start += 20) {
        Object.assign(
          found,
          await world.read('DescribeTags', () =>
            Object.fromEntries(
              arns.slice(start, start + 20).flatMap((arn) => {
                const owner =
                  world.loadBalancers.get(arn) ??
                  world.listeners.get(arn) ??
                  world.rules.get(arn) ??
                  world.targetGroups.get(arn);
                return owner === undefined ? [] : [[arn, owner.tags]];
              }),
            ),
          ),
        );
      }
      return found;
    },
    arnsByTags: (tags, types) =>
      world.read('GetResources', () =>
        [
          ...(types.some((type) => type.endsWith('loadbalancer')) ? world.loadBalancers.values() : []),
          ...(types.some((type) => type.endsWith('targetgroup')) ? world.targetGroups.values() : []),
        ]
          .filter(
            (owner) =>
              world.visibleToTagSearch(owner.arn) &&
              Object.entries(tags).every(([key, value]) => owner.tags[key] === value),
          )
          .map(({ arn }) => arn),
      ),
    securityGroups: (by) =>
      world.read('DescribeSecurityGroups', () =>
        [...world.securityGroups.values()].filter(({ id, vpcId, tags }) =>
          'ids' in by
            ? by.ids.includes(id)
            : vpcId === by.vpcId && Object.entries(by.tags).every(([key, value]) => tags[key] === value),
        ),
      ),
    webAcl: () => world.read('GetWebACLForResource', () => undefined),
    capacityUnits: (arn) =>
      world.read('DescribeCapacityReservation', () => world.loadBalancers.get(arn)?.capacityUnits ?? 0),
    protection: () => world.read('DescribeProtection', () => undefined),
  };
}
