import { CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import { anAccount, faultOf, ours } from './aws-account.ts';
import { aListener, aLoadBalancer, createdListener, createdLoadBalancer } from './aws-stack.ts';

describe('a load balancer that a step creates', () => {
  it('is read back as asked for, with its tags, by name and by ARN', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const { reader } = account;
    const arn = await createdLoadBalancer(account);
    const [byName] = await reader.loadBalancers({ names: ['k8s-shop-web-0123456789'] });
    expect(byName).toMatchObject({
      arn,
      name: 'k8s-shop-web-0123456789',
      scheme: 'internet-facing',
      ipAddressType: 'ipv4',
      state: 'active',
      vpcId: account.account.vpcId,
      securityGroups: [account.account.defaultSecurityGroupId],
    });
    expect([...(byName?.subnetIds ?? [])].sort()).toEqual([...account.account.publicSubnetIds].sort());
    expect(byName?.dnsName).toContain('k8s-shop-web-0123456789');
    expect(await reader.loadBalancers({ arns: [arn] })).toEqual([byName]);
    expect(await reader.tags([arn])).toEqual({ [arn]: ours });
  });

  it('refers to a security group that an earlier step made', async () => {
    const account = await anAccount();
    const securityGroups = [{ ref: 'ManagedLBSecurityGroup', attribute: 'groupId' as const }];
    const known = { ManagedLBSecurityGroup: { groupId: account.account.nodeSecurityGroupId } };
    const loadBalancer = aLoadBalancer(account, { securityGroups });
    await account.perform({ call: 'CreateLoadBalancer', loadBalancer, tags: ours }, { known });
    const [found] = await account.reader.loadBalancers({ names: [loadBalancer.name] });
    expect(found?.securityGroups).toEqual([account.account.nodeSecurityGroupId]);
  });

  it('takes an address pool of its own and gives it back', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const pool = 'ipam-pool-0123456789abcdef0';
    const loadBalancer = await createdLoadBalancer(account, { ipv4IpamPoolId: pool });
    const poolNow = async () => (await account.reader.loadBalancers({ arns: [loadBalancer] }))[0]?.ipv4IpamPoolId;
    expect(await poolNow()).toBe(pool);
    await account.perform({ call: 'ModifyIpPools', loadBalancer });
    expect(await poolNow()).toBeUndefined();
    await account.perform({ call: 'ModifyIpPools', loadBalancer, ipv4IpamPoolId: pool });
    expect(await poolNow()).toBe(pool);
  });
});

describe('a load balancer that a step changes', () => {
  it('has the security groups and subnets it was given', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const { nodeSecurityGroupId, publicSubnetIds } = account.account;
    const subnetIds = publicSubnetIds.slice(0, 2);
    await account.perform({ call: 'SetSecurityGroups', loadBalancer, securityGroups: [nodeSecurityGroupId] });
    await account.perform({ call: 'SetSubnets', loadBalancer, subnetIds });
    await account.perform({ call: 'SetIpAddressType', loadBalancer, ipAddressType: 'ipv4' });
    const [found] = await account.reader.loadBalancers({ arns: [loadBalancer] });
    expect(found).toMatchObject({ securityGroups: [nodeSecurityGroupId], subnetIds, ipAddressType: 'ipv4' });
  });

  it('has all of more attributes than one call takes', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    account.emulator.buckets.create('logs');
    const attributes = {
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'logs',
      'access_logs.s3.prefix': 'access',
      'connection_logs.s3.enabled': 'true',
      'connection_logs.s3.bucket': 'logs',
      'connection_logs.s3.prefix': 'connections',
      'health_check_logs.s3.enabled': 'true',
      'health_check_logs.s3.bucket': 'logs',
      'health_check_logs.s3.prefix': 'health',
      'client_keep_alive.seconds': '600',
      'deletion_protection.enabled': 'true',
      'idle_timeout.timeout_seconds': '30',
      'routing.http.desync_mitigation_mode': 'strictest',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.preserve_host_header.enabled': 'true',
      'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'true',
      'routing.http.xff_client_port.enabled': 'true',
      'routing.http.xff_header_processing.mode': 'preserve',
      'routing.http2.enabled': 'false',
      'waf.fail_open.enabled': 'true',
      'zonal_shift.config.enabled': 'true',
    };
    await account.perform({ call: 'ModifyLoadBalancerAttributes', loadBalancer, attributes });
    expect(await account.reader.loadBalancerAttributes(loadBalancer)).toMatchObject(attributes);
  });

  it('reserves capacity and releases it', async () => {
    const account = await anAccount({ as: 'reconcile' });
    account.emulator.setLimits({ capacityUnits: 1000 });
    const loadBalancer = await createdLoadBalancer(account);
    expect(await account.reader.capacityUnits(loadBalancer)).toBe(0);
    await account.perform({ call: 'ModifyCapacityReservation', loadBalancer, capacityUnits: 200 });
    expect(await account.reader.capacityUnits(loadBalancer)).toBe(200);
    await account.perform({ call: 'ModifyCapacityReservation', loadBalancer, capacityUnits: 0 });
    expect(await account.reader.capacityUnits(loadBalancer)).toBe(0);
  });

  it('gains and loses tags', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const arn = await createdLoadBalancer(account);
    await account.perform({ call: 'AddTags', resources: [arn], tags: { team: 'shop', env: 'test' } });
    await account.perform({ call: 'RemoveTags', resources: [arn], keys: ['env'] });
    expect(await account.reader.tags([arn])).toEqual({ [arn]: { ...ours, team: 'shop' } });
  });
});

describe('what guards a load balancer', () => {
  it('is a web ACL, until it is taken away', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const { webAclArn } = account.account;
    expect(await account.reader.webAcl(loadBalancer)).toBeUndefined();
    await account.perform({ call: 'AssociateWebACL', loadBalancer, webAclArn });
    expect(await account.reader.webAcl(loadBalancer)).toBe(webAclArn);
    await account.perform({ call: 'DisassociateWebACL', loadBalancer });
    expect(await account.reader.webAcl(loadBalancer)).toBeUndefined();
  });

  it('is no web ACL while AWS provisions it, and giving it one can be tried again', async () => {
    const account = await anAccount({ timeScale: 1 });
    const loadBalancer = await createdLoadBalancer(account);
    expect(await account.reader.webAcl(loadBalancer)).toBeUndefined();
    const { webAclArn } = account.account;
    const fault = await faultOf(account.perform({ call: 'AssociateWebACL', loadBalancer, webAclArn }));
    expect(fault).toMatchObject({ kind: 'unreachable', code: 'WAFUnavailableEntityException' });
  });

  it('is a Shield protection, where the account subscribes to them', async () => {
    const account = await anAccount({ as: 'reconcile' });
    const loadBalancer = await createdLoadBalancer(account);
    const create = { call: 'CreateProtection', loadBalancer, name: 'managed by us' } as const;
    expect(await account.reader.protection(loadBalancer)).toBeUndefined();
    expect((await faultOf(account.perform(create))).kind).toBe('rejected');
    account.emulator.subscribeToShield();
    await account.perform(create);
    const protectionId = await account.reader.protection(loadBalancer);
    expect(protectionId).toBeDefined();
    expect((await faultOf(account.perform(create))).kind).toBe('conflict');
    await account.perform({ call: 'DeleteProtection', protectionId: protectionId ?? '' });
    expect(await account.reader.protection(loadBalancer)).toBeUndefined();
  });
});

describe('deleting', () => {
  it('ends well if what should go has gone', async () => {
    const account = await anAccount();
    const loadBalancer = await createdLoadBalancer(account);
    const listener = await createdListener(account, loadBalancer, aListener(80));
    await account.perform({ call: 'DeleteLoadBalancer', loadBalancer }, { verb: 'delete' });
    expect(await account.reader.loadBalancers({ arns: [loadBalancer] })).toEqual([]);
    expect(await account.perform({ call: 'DeleteListener', listener }, { verb: 'delete' })).toEqual({});
    const modify = account.perform({ call: 'ModifyListener', listener, to: aListener(80) }, { verb: 'modify' });
    expect((await faultOf(modify)).kind).toBe('vanished');
  });

  it('of what somebody protects is refused', async () => {
    const account = await anAccount();
    const loadBalancer = await createdLoadBalancer(account);
    const attributes = { 'deletion_protection.enabled': 'true' };
    await account.perform({ call: 'ModifyLoadBalancerAttributes', loadBalancer, attributes });
    const fault = await faultOf(account.perform({ call: 'DeleteLoadBalancer', loadBalancer }, { verb: 'delete' }));
    expect(fault).toMatchObject({ kind: 'rejected', code: 'OperationNotPermitted' });
  });

  it('of what lacks our tag is denied', async () => {
    const account = await anAccount({ as: 'reconcile' });
    await account.admin.elbv2.send(
      new CreateLoadBalancerCommand({
        Name: 'theirs',
        Subnets: [...account.account.publicSubnetIds],
      }),
    );
    const [theirs] = await account.reader.loadBalancers({ names: ['theirs'] });
    const step = { call: 'DeleteLoadBalancer', loadBalancer: theirs?.arn ?? '' } as const;
    expect((await faultOf(account.perform(step, { verb: 'delete' }))).kind).toBe('denied');
  });
});
