// The data plane over a whole emulated account: what is configured through AWS's APIs is what clients meet.
import {
  CreateRuleCommand,
  ModifyLoadBalancerAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AssociateWebACLCommand,
  CreateWebACLCommand,
  DisassociateWebACLCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { startDataPlane } from '../../../lib/emulator/data-plane/start-data-plane.ts';
import { logDelivery } from '../../../lib/emulator/log-delivery.ts';
import { anAws } from '../emulator-aws/aws.ts';
import { signed } from '../emulator-aws/signed.ts';
import { aListener, aLoadBalancer, aTargetGroup } from '../emulator-aws/balanced.ts';
import { send } from './world.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A load balancer on port 80 whose default answer is 404, made through the API. */
async function aServedAccount() {
  const aws = await anAws();
  const { emulator, clock } = aws;
  const plane = startDataPlane({
    source: emulator.loadBalancers,
    clock,
    timeScale: 0,
    addressMap: [{ from: '10.244.0.0/16', to: '127.0.0.0/16' }],
    deliverLog: logDelivery(emulator.buckets),
  });
  closing.push(plane.close);
  const loadBalancerArn = await aLoadBalancer(aws, 'main');
  const listenerArn = await aListener(aws, loadBalancerArn, 80);
  const get = async (path: string) => {
    await plane.settled();
    const bound = plane.address(loadBalancerArn);
    return send({ host: bound?.address ?? '', port: bound?.ports['80'] ?? 0, path, agent: false });
  };
  return { ...aws, plane, loadBalancerArn, listenerArn, get };
}

test('a web ACL that blocks stands before the rules', async () => {
  const { client, loadBalancerArn, get } = await aServedAccount();
  const waf = client(WAFV2Client);
  const { Summary } = await waf.send(
    new CreateWebACLCommand({
      Name: 'closed',
      Scope: 'REGIONAL',
      DefaultAction: { Block: {} },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'closed' },
    }),
  );
  expect((await get('/')).status).toBe(404);
  await waf.send(new AssociateWebACLCommand({ ResourceArn: loadBalancerArn, WebACLArn: Summary?.ARN }));
  const blocked = await get('/');
  expect([blocked.status, blocked.headers.server]).toEqual([403, 'awselb/2.0']);
  await waf.send(new DisassociateWebACLCommand({ ResourceArn: loadBalancerArn }));
  expect((await get('/')).status).toBe(404);
});

test('an access log ends up in its bucket', async () => {
  const { elb, emulator, clock, loadBalancerArn, get } = await aServedAccount();
  emulator.buckets.create('access-logs');
  await elb.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: loadBalancerArn,
      Attributes: [
        { Key: 'access_logs.s3.enabled', Value: 'true' },
        { Key: 'access_logs.s3.bucket', Value: 'access-logs' },
        { Key: 'access_logs.s3.prefix', Value: 'team' },
      ],
    }),
  );
  expect((await get('/missing')).status).toBe(404);
  await clock.advance(300_000);
  const s3 = async (path: string, query: Record<string, string> = {}) =>
    (await emulator.handle(await signed({ service: 's3', method: 'GET', path, query }))).body;
  const list = String(
    await s3('/access-logs', { 'list-type': '2', prefix: 'team/AWSLogs/123456789012/elasticloadbalancing/' }),
  );
  const key = /<Key>([^<]*\.log\.gz)<\/Key>/.exec(list)?.[1] ?? '';
  expect(key).toMatch(
    /\/us-west-2\/2026\/01\/01\/123456789012_elasticloadbalancing_us-west-2_app\.main\.[0-9a-f]{16}_20260101T0005Z_/,
  );
  const lines = gunzipSync((await s3(`/access-logs/${key}`)) as Uint8Array).toString();
  expect(lines).toMatch(/^http \S+ app\/main\/[0-9a-f]{16} .* "GET http:\/\/[^ ]+:80\/missing HTTP\/1.1"/);
});

test('a registered target is found at its mapped address', async () => {
  const aws = await aServedAccount();
  const { elb, listenerArn, get } = aws;
  const server = createServer((_, outgoing) => void outgoing.end('target'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const TargetGroupArn = await aTargetGroup(aws, 'app');
  await elb.send(
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/app(/|$)'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  expect((await get('/app')).status).toBe(503);
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.244.0.1', Port: port }] }));
  expect((await get('/app/x')).body).toBe('target');
  expect((await get('/application')).status).toBe(404);
});
