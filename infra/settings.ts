// What a platform team decides at deploy time, read from the CDK context and checked before anything is synthesized.
import type { Node } from 'constructs';
import * as z from 'zod';
import { defaultBudgets } from '../lib/config.ts';

const clusterSettings = z.strictObject({
  /** EKS cluster name. */
  cluster: z.string().min(1).max(100),
  vpcId: z.string().startsWith('vpc-').optional(),
  endpoint: z.url().optional(),
  certificateAuthority: z.string().optional(),
  /** Set for clusters whose API endpoint is private: the cell then gets functions of its own in these subnets. */
  privateNetwork: z
    .strictObject({ subnetIds: z.array(z.string()).min(1), securityGroupIds: z.array(z.string()).min(1) })
    .optional(),
  /** Namespaces whose Secrets the forwarder may watch (metadata only). */
  secretNamespaces: z.array(z.string()).default([]),
  /** Namespace of the forwarder. */
  namespace: z.string().default('albatross-system'),
});

const budget = z.strictObject({ perSecond: z.number().positive(), burst: z.number().positive() });

const settingsShape = z.strictObject({
  clusters: z.array(clusterSettings).min(1),
  profile: z.enum(['alb', 'lbc']).default('alb'),
  /** How many reconciles (and how many target synchronisations) of one cluster may run at once. */
  maximumConcurrency: z.number().int().min(2).max(1000).default(4),
  budgets: z.strictObject({ describe: budget, modify: budget, targets: budget, other: budget }).default({
    describe: defaultBudgets.describe,
    modify: defaultBudgets.modify,
    targets: defaultBudgets.targets,
    other: defaultBudgets.other,
  }),
  defaults: z
    .strictObject({
      defaultLoadBalancerScheme: z.enum(['internal', 'internet-facing']).optional(),
      defaultSslPolicy: z.string().optional(),
      defaultTargetType: z.enum(['instance', 'ip']).optional(),
      defaultTags: z.record(z.string(), z.string()).optional(),
      enableDefaultTagsLowPriority: z.boolean().optional(),
      externalManagedTags: z.array(z.string()).optional(),
      enableBackendSecurityGroup: z.boolean().optional(),
      backendSecurityGroup: z.string().startsWith('sg-').optional(),
      enableManageBackendSecurityGroupRules: z.boolean().optional(),
      disableRestrictedSgRules: z.boolean().optional(),
      albSingleSubnet: z.boolean().optional(),
    })
    .default({}),
  /** SNS topic for alarms. */
  alarmTopicArn: z.string().startsWith('arn:').optional(),
  env: z.strictObject({ account: z.string().regex(/^\d{12}$/), region: z.string() }).optional(),
});

export type ClusterSettings = z.infer<typeof clusterSettings>;
export type Settings = z.infer<typeof settingsShape>;

/** Reads the context keys named after the settings; a bad one ends synthesis with the key, the value and the rule. */
export function readSettings(node: Node): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsShape.shape)
      .map((key) => [key, parseText(node.tryGetContext(key))] as const)
      .filter(([, value]) => value !== undefined),
  );
  const result = settingsShape.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The CDK context does not describe a deployment:\n${problems.join('\n')}`);
}

/** `cdk -c clusters='[...]'` passes JSON as text. */
function parseText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{\d]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
