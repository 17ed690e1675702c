// WAFv2: web ACLs, IP sets, and which load balancer they guard.
import {
  AssociateWebACLCommand,
  CheckCapacityCommand,
  CreateIPSetCommand,
  CreateWebACLCommand,
  DeleteIPSetCommand,
  DeleteWebACLCommand,
  DisassociateWebACLCommand,
  GetIPSetCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  ListResourcesForWebACLCommand,
  ListTagsForResourceCommand,
  ListWebACLsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIPSetCommand,
  UpdateWebACLCommand,
  WAFV2Client,
  type CreateWebACLCommandInput,
  type Rule,
  type WebACLSummary,
} from '@aws-sdk/client-wafv2';
import { expect, test } from 'vitest';
import { anAws, refusalOf } from './aws.ts';
import { aLoadBalancer, given } from './balanced.ts';

const Scope = 'REGIONAL' as const;
const VisibilityConfig = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'shop' };
const acl: CreateWebACLCommandInput = { Name: 'shop', Scope, DefaultAction: { Allow: {} }, VisibilityConfig };

const managed = (Name: string, Priority: number): Rule => ({
  Name,
  Priority,
  Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } },
  OverrideAction: { None: {} },
  VisibilityConfig,
});

const blocking = (Statement: Rule['Statement'], Priority = 0): Rule => ({
  Name: `r${Priority}`,
  Priority,
  Statement,
  Action: { Block: {} },
  VisibilityConfig,
});

async function aWaf(region?: string) {
  const aws = await anAws(region === undefined ? {} : { region });
  const waf = aws.client(WAFV2Client);
  const create = async (more: Partial<CreateWebACLCommandInput> = {}) => {
    const { Summary } = await waf.send(new CreateWebACLCommand({ ...acl, ...more }));
    if (!Summary) throw new Error('no summary');
    return Summary;
  };
  return { ...aws, waf, create };
}

type AWaf = Awaited<ReturnType<typeof aWaf>>;

const named = ({ Name, Id }: WebACLSummary) => ({ Name: Name ?? '', Id: Id ?? '', Scope });

test('a web ACL is read back as it was made, by name or by ARN', async () => {
  const { waf, create } = await aWaf();
  const Rules = [managed('AWSManagedRulesCommonRuleSet', 1)];
  const summary = await create({ Rules, Description: 'guards the shop' });
  const { WebACL, LockToken } = await waf.send(new GetWebACLCommand(named(summary)));
  expect(WebACL).toMatchObject({
    Name: 'shop',
    Description: 'guards the shop',
    Rules,
    Capacity: 700,
    VisibilityConfig,
  });
  expect(WebACL?.ARN).toMatch(/^arn:aws:wafv2:us-west-2:123456789012:regional\/webacl\/shop\/[0-9a-f-]{36}$/);
  expect(LockToken).toBe(summary.LockToken);
  expect((await waf.send(new GetWebACLCommand({ ARN: summary.ARN }))).WebACL).toEqual(WebACL);
});

test('a change needs the token of the newest version, and replaces everything', async () => {
  const { waf, create } = await aWaf();
  const summary = await create({ Description: 'guards the shop' });
  const update = { ...named(summary), DefaultAction: { Block: {} }, VisibilityConfig, LockToken: summary.LockToken };
  const { NextLockToken } = await waf.send(new UpdateWebACLCommand(update));
  expect((await refusalOf(waf.send(new UpdateWebACLCommand(update)))).code).toBe('WAFOptimisticLockException');
  const { WebACL, LockToken } = await waf.send(new GetWebACLCommand(named(summary)));
  expect([LockToken, WebACL?.DefaultAction, WebACL?.Description]).toEqual([NextLockToken, { Block: {} }, '']);
  await waf.send(new DeleteWebACLCommand({ ...named(summary), LockToken }));
  expect((await refusalOf(waf.send(new GetWebACLCommand(named(summary))))).code).toBe('WAFNonexistentItemException');
});

test('web ACLs are listed page by page, by name', async () => {
  const { waf, create } = await aWaf();
  for (const Name of ['b', 'a']) await create({ Name });
  const first = await waf.send(new ListWebACLsCommand({ Scope, Limit: 2 }));
  const rest = await waf.send(new ListWebACLsCommand({ Scope, NextMarker: first.NextMarker }));
  const names = [...(first.WebACLs ?? []), ...(rest.WebACLs ?? [])].map(({ Name }) => Name);
  expect([names, rest.NextMarker]).toEqual([['a', 'b', 'example'], undefined]);
});

test('a load balancer is guarded by one web ACL at a time', async () => {
  const aws = await aWaf();
  const { waf, create } = aws;
  const ResourceArn = await aLoadBalancer(aws, 'shop');
  const [first, second] = [await create({ Name: 'first' }), await create({ Name: 'second' })];
  const guardOf = async () => (await waf.send(new GetWebACLForResourceCommand({ ResourceArn }))).WebACL?.Name;
  expect(await guardOf()).toBeUndefined();
  for (const { ARN } of [first, second]) await waf.send(new AssociateWebACLCommand({ ResourceArn, WebACLArn: ARN }));
  expect(await guardOf()).toBe('second');
  const guarded = async ({ ARN }: WebACLSummary) =>
    (await waf.send(new ListResourcesForWebACLCommand({ WebACLArn: ARN }))).ResourceArns;
  expect([await guarded(first), await guarded(second)]).toEqual([[], [ResourceArn]]);
  const removal = new DeleteWebACLCommand({ ...named(second), LockToken: second.LockToken });
  expect((await refusalOf(waf.send(removal))).code).toBe('WAFAssociatedItemException');
  await waf.send(new DisassociateWebACLCommand({ ResourceArn }));
  await waf.send(removal);
});

test('an IP set cannot go while a rule refers to it', async () => {
  const { waf, create } = await aWaf();
  const input = { Name: 'friends', Scope, IPAddressVersion: 'IPV4' as const, Addresses: ['192.0.2.0/24'] };
  const { Summary } = await waf.send(new CreateIPSetCommand(input));
  const set = named(Summary ?? {});
  const Rules = [blocking({ IPSetReferenceStatement: { ARN: Summary?.ARN } })];
  const summary = await create({ Rules });
  const { NextLockToken } = await waf.send(
    new UpdateIPSetCommand({ ...set, Addresses: ['198.51.100.1/32'], LockToken: Summary?.LockToken }),
  );
  expect((await waf.send(new GetIPSetCommand(set))).IPSet?.Addresses).toEqual(['198.51.100.1/32']);
  const removal = new DeleteIPSetCommand({ ...set, LockToken: NextLockToken });
  expect((await refusalOf(waf.send(removal))).code).toBe('WAFAssociatedItemException');
  await waf.send(new DeleteWebACLCommand({ ...named(summary), LockToken: summary.LockToken }));
  await waf.send(removal);
});

test('tags are added, replaced and removed', async () => {
  const { waf, create } = await aWaf();
  const ResourceARN = given((await create({ Tags: [{ Key: 'team', Value: 'a' }] })).ARN);
  const Tags = [
    { Key: 'team', Value: 'b' },
    { Key: 'stage', Value: 'test' },
  ];
  await waf.send(new TagResourceCommand({ ResourceARN, Tags }));
  await waf.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['stage'] }));
  const { TagInfoForResource } = await waf.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(TagInfoForResource).toEqual({ ResourceARN, TagList: [{ Key: 'team', Value: 'b' }] });
});

test('capacity is that of all statements, nested ones and transformations too', async () => {
  const { waf } = await aWaf();
  const transformation = (Type: 'NONE' | 'LOWERCASE') => [{ Priority: 0, Type }];
  const contains = {
    SearchString: Buffer.from('admin'),
    FieldToMatch: { UriPath: {} },
    TextTransformations: transformation('LOWERCASE'),
    PositionalConstraint: 'CONTAINS' as const,
  };
  const geo = { GeoMatchStatement: { CountryCodes: ['DE' as const] } };
  const Rules = [
    blocking({
      AndStatement: { Statements: [{ ByteMatchStatement: contains }, { NotStatement: { Statement: geo } }] },
    }),
  ];
  expect((await waf.send(new CheckCapacityCommand({ Scope, Rules }))).Capacity).toBe(21);
});

const create = (more: Partial<CreateWebACLCommandInput>) => (waf: AWaf) => waf.create(more);
const unknown = 'arn:aws:wafv2:us-west-2:123456789012:regional/ipset/none/11111111-1111-1111-1111-111111111111';

const refusals: readonly (readonly [string, (waf: AWaf) => Promise<unknown>, string, RegExp])[] = [
  ['a name that is taken', create({ Name: 'example' }), 'WAFDuplicateItemException', /duplicate of an existing one/],
  ['a name with a space', create({ Name: 'a b' }), 'ValidationException', /at 'name' failed to satisfy constraint/],
  [
    'CloudFront’s scope outside its region',
    create({ Scope: 'CLOUDFRONT' }),
    'WAFInvalidParameterException',
    /scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT/,
  ],
  [
    'two default actions',
    create({ DefaultAction: { Allow: {}, Block: {} } }),
    'WAFInvalidParameterException',
    /exactly one value., field: DEFAULT_ACTION/,
  ],
  ['a rule without statement', create({ Rules: [blocking({})] }), 'WAFInvalidParameterException', /field: STATEMENT/],
  [
    'a rule group with an action',
    create({ Rules: [{ ...managed('AWSManagedRulesCommonRuleSet', 1), Action: { Block: {} } }] }),
    'WAFInvalidParameterException',
    /field: RULE_ACTION/,
  ],
  [
    'two rules of one priority',
    create({ Rules: [managed('AWSManagedRulesLinuxRuleSet', 1), managed('AWSManagedRulesPHPRuleSet', 1)] }),
    'WAFInvalidParameterException',
    /duplicate priorities/,
  ],
  [
    'a reference to no IP set',
    create({ Rules: [blocking({ IPSetReferenceStatement: { ARN: unknown } })] }),
    'WAFNonexistentItemException',
    /doesn’t exist/,
  ],
  ['a tag of AWS’s own', create({ Tags: [{ Key: 'aws:x', Value: '' }] }), 'WAFInvalidParameterException', /TAG_KEYS/],
  [
    'more than 5,000 capacity units',
    create({
      Rules: Array.from({ length: 8 }, (_, index) => ({
        ...managed('AWSManagedRulesCommonRuleSet', index),
        Name: `r${index}`,
      })),
    }),
    'WAFLimitsExceededException',
    /exceeded your resource limit/,
  ],
  [
    'half a name',
    ({ waf }) => waf.send(new GetWebACLCommand({ Name: 'example' })),
    'WAFInvalidParameterException',
    /ENTITY_IDENTIFIER/,
  ],
  [
    'an address that is none',
    ({ waf }) =>
      waf.send(new CreateIPSetCommand({ Name: 'a', Scope, IPAddressVersion: 'IPV4', Addresses: ['192.0.2.1'] })),
    'WAFInvalidParameterException',
    /field: IP_ADDRESS, parameter: 192.0.2.1/,
  ],
  [
    'an address of the other version',
    ({ waf }) =>
      waf.send(new CreateIPSetCommand({ Name: 'a', Scope, IPAddressVersion: 'IPV6', Addresses: ['192.0.2.1/32'] })),
    'WAFInvalidParameterException',
    /IP_ADDRESS/,
  ],
  [
    'to guard what is no load balancer',
    ({ waf, account }) =>
      waf.send(
        new AssociateWebACLCommand({ WebACLArn: account.webAclArn, ResourceArn: 'arn:aws:s3:::bucket-of-mine' }),
      ),
    'WAFInvalidParameterException',
    /field: RESOURCE_ARN/,
  ],
];

// https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html and the pages beside it
test.each(refusals)('WAF refuses %s', async (_what, send, code, message) => {
  expect(await refusalOf(send(await aWaf()))).toEqual({ code, message: expect.stringMatching(message) });
});
