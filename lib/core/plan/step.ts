// One write to AWS, as data: printable before it happens, resumable after an interruption. `request` holds what the
// call needs in our own words; Refs stand for what earlier steps create.
import type { Value } from '../base/ref.ts';
import type { Action, Condition, Transform } from '../stack/listener-rule.ts';
import type { Target } from '../stack/target.ts';
import type {
  AlbListener,
  Attributes,
  HealthCheck,
  ImportedCertificate,
  IngressRule,
  LoadBalancer,
  SecurityGroup,
  Tags,
  TargetGroup,
  TrustStore,
} from '../stack/stack.ts';

export type { Target } from '../stack/target.ts';

export type Verb = 'create' | 'modify' | 'reorder' | 'adopt' | 'delete';

export interface Step {
  /** Unique in its plan and stable under re-planning: `<verb> <resource>[ detail]`. */
  readonly id: string;
  readonly verb: Verb;
  /** Resource id inside the stack, or an ARN/group id for what no stack claims. */
  readonly resource: string;
  /** Why, for people: `desired, absent`, `idle_timeout 60 → 30`, … */
  readonly reason: string;
  /** Ids of steps that must have succeeded; the others go on when one fails. */
  readonly after: readonly string[];
  readonly request: StepRequest;
}

/** Named after the AWS action that carries it out. */
export type StepRequest =
  | { readonly call: 'CreateSecurityGroup'; readonly group: SecurityGroup; readonly tags: Tags }
  | { readonly call: 'AuthorizeSecurityGroupIngress'; readonly groupId: Value; readonly rules: readonly IngressRule[] }
  | { readonly call: 'RevokeSecurityGroupIngress'; readonly groupId: Value; readonly rules: readonly IngressRule[] }
  | { readonly call: 'DeleteSecurityGroup'; readonly groupId: string }
  | { readonly call: 'CreateLoadBalancer'; readonly loadBalancer: LoadBalancer; readonly tags: Tags }
  | { readonly call: 'ModifyLoadBalancerAttributes'; readonly loadBalancer: Value; readonly attributes: Attributes }
  | { readonly call: 'SetSecurityGroups'; readonly loadBalancer: Value; readonly securityGroups: readonly Value[] }
  | { readonly call: 'SetSubnets'; readonly loadBalancer: Value; readonly subnetIds: readonly string[] }
  | { readonly call: 'SetIpAddressType'; readonly loadBalancer: Value; readonly ipAddressType: string }
  | { readonly call: 'ModifyIpPools'; readonly loadBalancer: Value; readonly ipv4IpamPoolId?: string }
  | { readonly call: 'ModifyCapacityReservation'; readonly loadBalancer: Value; readonly capacityUnits: number }
  | { readonly call: 'AssociateWebACL'; readonly loadBalancer: Value; readonly webAclArn: string }
  | { readonly call: 'DisassociateWebACL'; readonly loadBalancer: Value }
  | { readonly call: 'CreateProtection'; readonly loadBalancer: Value; readonly name: string }
  | { readonly call: 'DeleteProtection'; readonly protectionId: string }
  | { readonly call: 'DeleteLoadBalancer'; readonly loadBalancer: string }
  | { readonly call: 'CreateTargetGroup'; readonly targetGroup: TargetGroup; readonly tags: Tags }
  | { readonly call: 'ModifyTargetGroup'; readonly targetGroup: Value; readonly healthCheck: HealthCheck }
  | { readonly call: 'ModifyTargetGroupAttributes'; readonly targetGroup: Value; readonly attributes: Attributes }
  | { readonly call: 'DeleteTargetGroup'; readonly targetGroup: string }
  /** Only into groups created in the same run; everything later belongs to target synchronisation. */
  | { readonly call: 'RegisterTargets'; readonly targetGroup: Value; readonly targets: readonly Target[] }
  | {
      readonly call: 'CreateListener';
      readonly loadBalancer: Value;
      readonly listener: AlbListener;
      readonly tags: Tags;
    }
  | { readonly call: 'ModifyListener'; readonly listener: Value; readonly to: AlbListener }
  | { readonly call: 'ModifyListenerAttributes'; readonly listener: Value; readonly attributes: Attributes }
  | { readonly call: 'AddListenerCertificates'; readonly listener: Value; readonly certificates: readonly Value[] }
  | { readonly call: 'RemoveListenerCertificates'; readonly listener: Value; readonly certificates: readonly string[] }
  | { readonly call: 'DeleteListener'; readonly listener: string }
  | {
      readonly call: 'CreateRule';
      readonly listener: Value;
      readonly priority: number;
      readonly conditions: readonly Condition[];
      readonly actions: readonly Action[];
      readonly transforms: readonly Transform[];
      readonly tags: Tags;
    }
  | {
      readonly call: 'ModifyRule';
      readonly rule: string;
      readonly actions: readonly Action[];
      readonly transforms: readonly Transform[];
    }
  | {
      readonly call: 'SetRulePriorities';
      readonly priorities: readonly { readonly rule: Value; readonly priority: number }[];
    }
  | { readonly call: 'DeleteRule'; readonly rule: string }
  /** With `over`, the ARN of an earlier one whose place it takes; tags are then left as they are. */
  | {
      readonly call: 'ImportCertificate';
      readonly certificate: ImportedCertificate;
      readonly tags: Tags;
      readonly over?: string;
    }
  | { readonly call: 'AddTagsToCertificate'; readonly certificate: string; readonly tags: Tags }
  | { readonly call: 'RemoveTagsFromCertificate'; readonly certificate: string; readonly tags: Tags }
  | { readonly call: 'DeleteCertificate'; readonly certificate: string }
  | { readonly call: 'CreateTrustStore'; readonly trustStore: TrustStore; readonly tags: Tags }
  /** Other CA certificates under the same ARN. */
  | { readonly call: 'ModifyTrustStore'; readonly arn: string; readonly to: TrustStore }
  | { readonly call: 'DeleteTrustStore'; readonly trustStore: string }
  | { readonly call: 'AddTags'; readonly resources: readonly Value[]; readonly tags: Tags }
  | { readonly call: 'RemoveTags'; readonly resources: readonly Value[]; readonly keys: readonly string[] }
  /** EC2 CreateTags / DeleteTags, for security groups. */
  | { readonly call: 'CreateTags'; readonly groupId: Value; readonly tags: Tags }
  | { readonly call: 'DeleteTags'; readonly groupId: Value; readonly keys: readonly string[] };
