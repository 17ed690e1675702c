// Kinds of group gateway.k8s.aws. https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/customization/
import type { LabelSelector } from '../base/labels.ts';
import type { ParsedObject } from './parsed-object.ts';

export interface LoadBalancerConfiguration extends ParsedObject {
  readonly kind: 'LoadBalancerConfiguration';
  readonly spec: LoadBalancerConfigurationSpec;
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

export interface LoadBalancerConfigurationSpec {
  /** `prefer-gateway` or `prefer-gateway-class`; read from the class level only. */
  readonly mergingMode?: string;
  readonly loadBalancerName?: string;
  readonly scheme?: string;
  readonly ipAddressType?: string;
  /** NLB only. */
  readonly enforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
  readonly customerOwnedIpv4Pool?: string;
  readonly ipv4IPAMPoolId?: string;
  readonly loadBalancerSubnets?: readonly SubnetConfiguration[];
  /** Tag key → accepted values. */
  readonly loadBalancerSubnetsSelector?: Readonly<Record<string, readonly string[]>>;
  readonly listenerConfigurations?: readonly ListenerConfiguration[];
  /** NLB only. */
  readonly disableSecurityGroup?: boolean;
  readonly securityGroups?: readonly string[];
  readonly securityGroupPrefixes?: readonly string[];
  readonly sourceRanges?: readonly string[];
  readonly loadBalancerAttributes?: readonly KeyValue[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly enableICMP?: boolean;
  readonly manageBackendSecurityGroupRules?: boolean;
  readonly minimumLoadBalancerCapacity?: { readonly capacityUnits: number };
  readonly wafV2?: { readonly webACL: string };
  readonly shieldConfiguration?: { readonly enabled: boolean };
  /** In the namespace of the LoadBalancerConfiguration that names it. */
  readonly defaultTargetGroupConfiguration?: { readonly name: string };
}

/** All but `identifier` is NLB only. */
export interface SubnetConfiguration {
  readonly identifier: string;
  readonly eipAllocation?: string;
  readonly privateIPv4Allocation?: string;
  readonly ipv6Allocation?: string;
  readonly sourceNatIPv6Prefix?: string;
}

export interface ListenerConfiguration {
  /** `HTTPS:443`; the parts before and after the colon may be missing. */
  readonly protocolPort: string;
  readonly defaultCertificate?: string;
  readonly certificates?: readonly string[];
  readonly sslPolicy?: string;
  /** NLB only. */
  readonly alpnPolicy?: string;
  /** NLB only. */
  readonly targetGroupStickiness?: boolean;
  readonly mutualAuthentication?: MutualAuthenticationConfiguration;
  readonly listenerAttributes?: readonly KeyValue[];
  /** NLB only. */
  readonly quicEnabled?: boolean;
}

export interface MutualAuthenticationConfiguration {
  /** `off`, `passthrough`, `verify`. */
  readonly mode: string;
  /** Name or ARN. */
  readonly trustStore?: string;
  readonly ignoreClientCertificateExpiry?: boolean;
  readonly advertiseTrustStoreCaNames?: string;
}

export interface TargetGroupConfiguration extends ParsedObject {
  readonly kind: 'TargetGroupConfiguration';
  readonly spec: TargetGroupConfigurationSpec;
}

export interface TargetGroupConfigurationSpec {
  readonly targetReference?: { readonly group: string; readonly kind: string; readonly name: string };
  readonly defaultConfiguration: TargetGroupProps;
  readonly routeConfigurations: readonly {
    readonly routeIdentifier: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
    readonly targetGroupProps: TargetGroupProps;
  }[];
}

export interface TargetGroupProps {
  readonly targetGroupName?: string;
  readonly ipAddressType?: string;
  readonly healthCheckConfig?: HealthCheckConfiguration;
  readonly nodeSelector?: LabelSelector;
  readonly targetGroupAttributes?: readonly KeyValue[];
  readonly targetType?: string;
  readonly protocol?: string;
  readonly protocolVersion?: string;
  readonly targetControlPort?: number;
  readonly enableMultiCluster?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Times in seconds. */
export interface HealthCheckConfiguration {
  readonly healthyThresholdCount?: number;
  readonly healthCheckInterval?: number;
  readonly healthCheckPath?: string;
  /** Number, Service port name, or `traffic-port`. */
  readonly healthCheckPort?: string;
  readonly healthCheckProtocol?: string;
  readonly healthCheckTimeout?: number;
  readonly unhealthyThresholdCount?: number;
  readonly matcher?: { readonly httpCode?: string; readonly grpcCode?: string };
}

export interface ListenerRuleConfiguration extends ParsedObject {
  readonly kind: 'ListenerRuleConfiguration';
  readonly spec: ListenerRuleConfigurationSpec;
}

export interface ListenerRuleConfigurationSpec {
  readonly actions?: readonly RuleActionConfiguration[];
  readonly conditions?: readonly RuleConditionConfiguration[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** `field` is `source-ip`. `matchIndexes` absent: every match of the rule. */
export interface RuleConditionConfiguration {
  readonly field: string;
  readonly sourceIPConfig?: { readonly values: readonly string[] };
  readonly matchIndexes?: readonly number[];
}

export interface RuleActionConfiguration {
  /** `forward`, `fixed-response`, `redirect`, `authenticate-cognito`, `authenticate-oidc`, `jwt-validation`. */
  readonly type: string;
  readonly forwardConfig?: {
    readonly targetGroupStickinessConfig?: { readonly enabled?: boolean; readonly durationSeconds?: number };
  };
  readonly fixedResponseConfig?: {
    readonly statusCode: number;
    readonly contentType?: string;
    readonly messageBody?: string;
  };
  readonly redirectConfig?: { readonly query?: string };
  readonly authenticateCognitoConfig?: CognitoConfiguration;
  readonly authenticateOIDCConfig?: OidcConfiguration;
  readonly jwtValidationConfig?: {
    readonly issuer: string;
    readonly jwksEndpoint: string;
    readonly additionalClaims?: readonly {
      readonly name: string;
      readonly format: string;
      readonly values: readonly string[];
    }[];
  };
}

export interface AuthenticationConfiguration {
  readonly scope?: string;
  readonly sessionCookieName?: string;
  /** Seconds. */
  readonly sessionTimeout?: number;
  /** `deny`, `allow`, `authenticate`. */
  readonly onUnauthenticatedRequest?: string;
  readonly authenticationRequestExtraParams?: Readonly<Record<string, string>>;
}

export interface CognitoConfiguration extends AuthenticationConfiguration {
  readonly userPoolArn: string;
  readonly userPoolClientId: string;
  readonly userPoolDomain: string;
}

export interface OidcConfiguration extends AuthenticationConfiguration {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string;
  /** In the route's namespace. */
  readonly secret?: { readonly name: string };
  readonly useExistingClientSecret?: boolean;
}
