// What IAM judges for load balancing calls (Service Authorization Reference, "Elastic Load Balancing V2"): Describe
// calls have no resource-level permissions; creates are judged on their parent or on the ARN to be, tags given at
// creation need AddTags as well.
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext, resourceTagsContext } from '../iam/tags-context.ts';
import type { Input } from '../service.ts';
import { elbv2Arn, kindOfArn, loadBalancerPath, pathOf, tableOf } from './arns.ts';
import type { Elbv2 } from './elbv2.ts';
import { traitsOf } from './load-balancers/types.ts';
import type { LoadBalancerType } from './tables.ts';
import type { Tag } from './tags.ts';

const service = 'elasticloadbalancing';

const segmentOf = (type: unknown) => traitsOf((type ?? 'application') as LoadBalancerType).segment;

/** ARNs of the resource a create call makes, with `*` for the ids to come. */
const futureArns: Readonly<Record<string, (elbv2: Elbv2, input: Input) => string>> = {
  CreateLoadBalancer: ({ world }, input) =>
    elbv2Arn(world, `loadbalancer/${segmentOf(input['Type'])}/${String(input['Name'])}/*`),
  CreateTargetGroup: ({ world }, input) => elbv2Arn(world, `targetgroup/${String(input['Name'])}/*`),
  CreateTrustStore: ({ world }, input) => elbv2Arn(world, `truststore/${String(input['Name'])}/*`),
  CreateListener: ({ world }, input) =>
    elbv2Arn(world, `listener/${loadBalancerPath(String(input['LoadBalancerArn']))}/*`),
  CreateRule: ({ world }, input) =>
    elbv2Arn(world, `listener-rule/${pathOf(String(input['ListenerArn'])).slice('listener/'.length)}/*`),
};

/** The checks of one call. */
export const authorizeElbv2 = (elbv2: Elbv2) =>
  function checks(action: string, input: Input): readonly AuthorizationCheck[] {
    const name = `${service}:${action}`;
    if (/^(Describe|Get)/.test(action)) return [{ action: name, resource: '*' }];
    const tags = requestTags(input);
    const arns = namedArns(input);
    const future = futureArns[action]?.(elbv2, input);
    const resources = arns.length > 0 ? arns : [future ?? '*'];
    return [
      ...resources.map((resource) => ({ action: name, resource, context: { ...tags, ...tagsOf(elbv2, resource) } })),
      ...tagOnCreate(action, input, future),
    ];
  };

/** The resource a call acts on: the most specific one its input names at top level, or all that it lists. */
function namedArns(input: Input): readonly string[] {
  for (const member of ['RuleArn', 'ListenerArn', 'TargetGroupArn', 'TrustStoreArn', 'LoadBalancerArn']) {
    const arn = input[member];
    if (typeof arn === 'string') return [arn];
  }
  const listed =
    input['ResourceArns'] ??
    (input['RulePriorities'] as readonly { RuleArn?: string }[] | undefined)?.map(({ RuleArn }) => RuleArn ?? '*');
  return (listed ?? []) as readonly string[];
}

function requestTags(input: Input) {
  const tags = (input['Tags'] ?? []) as readonly Tag[];
  const removed = (input['TagKeys'] ?? []) as readonly string[];
  const map = Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value]));
  return requestTagsContext(map, [...Object.keys(map), ...removed]);
}

function tagsOf({ tables }: Elbv2, arn: string) {
  const kind = kindOfArn(arn);
  return kind ? resourceTagsContext(service, tables.now[tableOf(kind)].get(arn)?.tags) : {};
}

function tagOnCreate(action: string, input: Input, future: string | undefined): AuthorizationCheck[] {
  const isTagging = ((input['Tags'] ?? []) as readonly Tag[]).length > 0;
  if (future === undefined || !isTagging) return [];
  const context = { ...requestTags(input), [`${service}:CreateAction`]: action };
  return [{ action: `${service}:AddTags`, resource: future, context }];
}
