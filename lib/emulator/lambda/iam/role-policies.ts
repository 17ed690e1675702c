// The roles of the deployed stacks with every policy that is attached to them.
import type { PolicyDocument } from '../../aws/iam/policy.ts';
import { isJsonObject, type Json, type JsonObject } from '../template/template.ts';
import type { DeployedResource, DeployedStacks } from '../template/deployed-stacks.ts';

export interface DeployedRole {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  readonly trustPolicy: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
  /** ARNs of managed policies whose content is not known here; they grant nothing. */
  readonly unknownPolicies: readonly string[];
}

const allow = (...actions: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** AWS managed policy reference. */
const awsManaged: Readonly<Record<string, PolicyDocument>> = {
  AWSLambdaBasicExecutionRole: allow(...logs),
  AWSLambdaVPCAccessExecutionRole: allow(
    ...logs,
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ),
  AWSLambdaSQSQueueExecutionRole: allow(...logs, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
  AWSXRayDaemonWriteAccess: allow(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
};

const documentOf = (value: Json | undefined): PolicyDocument =>
  isJsonObject(value) ? (value as unknown as PolicyDocument) : { Statement: [] };

const textsOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Policy resources that name roles: `Roles` (or `RoleName`) and `PolicyDocument`. */
interface Attachment {
  readonly arn: string;
  readonly roles: readonly string[];
  readonly document: PolicyDocument;
}

function attachmentsOf(stacks: DeployedStacks): readonly Attachment[] {
  const types = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];
  return stacks.resources(...types).map((resource) => {
    const { Roles, RoleName, PolicyDocument: document } = resource.properties();
    const roles = typeof RoleName === 'string' ? [RoleName] : textsOf(Roles);
    return { arn: resource.arn, roles, document: documentOf(document) };
  });
}

function inlineOf({ Policies }: JsonObject): readonly PolicyDocument[] {
  if (!Array.isArray(Policies)) return [];
  return (Policies as readonly Json[]).map((policy) =>
    documentOf(isJsonObject(policy) ? policy.PolicyDocument : undefined),
  );
}

function readRole(resource: DeployedResource, attachments: readonly Attachment[]): DeployedRole {
  const properties = resource.properties();
  const managedArns = textsOf(properties.ManagedPolicyArns);
  const managed = managedArns.map((arn) => {
    const document = attachments.find((attachment) => attachment.arn === arn)?.document;
    return { arn, document: document ?? awsManaged[arn.split('/').at(-1) ?? ''] };
  });
  const attached = attachments.filter(({ roles }) => roles.includes(resource.name)).map(({ document }) => document);
  return {
    name: resource.name,
    arn: resource.arn,
    logicalId: resource.logicalId,
    trustPolicy: documentOf(properties.AssumeRolePolicyDocument),
    policies: [...inlineOf(properties), ...attached, ...managed.flatMap(({ document }) => document ?? [])],
    unknownPolicies: managed.filter(({ document }) => document === undefined).map(({ arn }) => arn),
  };
}

/** Every role of the stacks. */
export function readRoles(stacks: DeployedStacks): readonly DeployedRole[] {
  const attachments = attachmentsOf(stacks);
  return stacks.resources('AWS::IAM::Role').map((resource) => readRole(resource, attachments));
}
