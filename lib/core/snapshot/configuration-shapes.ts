// The kinds of group gateway.k8s.aws, as LBC v3.5 publishes them (v1beta1 and v1 have one schema).
import { labelSelector } from './metadata-shape.ts';
import type {
  AuthenticationConfiguration,
  CognitoConfiguration,
  HealthCheckConfiguration,
  KeyValue,
  ListenerConfiguration,
  ListenerRuleConfigurationSpec,
  LoadBalancerConfigurationSpec,
  MutualAuthenticationConfiguration,
  OidcConfiguration,
  RuleActionConfiguration,
  RuleConditionConfiguration,
  SubnetConfiguration,
  TargetGroupConfigurationSpec,
  TargetGroupProps,
} from './objects.ts';
import { defaulted, type Fields, flag, integer, list, mapOf, optional, record, required, text } from './shape.ts';

const texts = list(text);
const textMap = mapOf(text);
const keyValues = list(record<KeyValue>({ key: required(text), value: required(text) }));

const listenerConfiguration = record<ListenerConfiguration>({
  protocolPort: required(text),
  defaultCertificate: optional(text),
  certificates: optional(texts),
  sslPolicy: optional(text),
  alpnPolicy: optional(text),
  targetGroupStickiness: optional(flag),
  mutualAuthentication: optional(
    record<MutualAuthenticationConfiguration>({
      mode: required(text),
      trustStore: optional(text),
      ignoreClientCertificateExpiry: optional(flag),
      advertiseTrustStoreCaNames: optional(text),
    }),
  ),
  listenerAttributes: optional(keyValues),
  quicEnabled: optional(flag),
});

export const loadBalancerConfigurationSpec = record<LoadBalancerConfigurationSpec>({
  mergingMode: optional(text),
  loadBalancerName: optional(text),
  scheme: optional(text),
  ipAddressType: optional(text),
  enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: optional(text),
  customerOwnedIpv4Pool: optional(text),
  ipv4IPAMPoolId: optional(text),
  loadBalancerSubnets: optional(
    list(
      record<SubnetConfiguration>({
        identifier: defaulted(text, ''),
        eipAllocation: optional(text),
        privateIPv4Allocation: optional(text),
        ipv6Allocation: optional(text),
        sourceNatIPv6Prefix: optional(text),
      }),
    ),
  ),
  loadBalancerSubnetsSelector: optional(mapOf(texts)),
  listenerConfigurations: optional(list(listenerConfiguration)),
  disableSecurityGroup: optional(flag),
  securityGroups: optional(texts),
  securityGroupPrefixes: optional(texts),
  sourceRanges: optional(texts),
  loadBalancerAttributes: optional(keyValues),
  tags: optional(textMap),
  enableICMP: optional(flag),
  manageBackendSecurityGroupRules: optional(flag),
  minimumLoadBalancerCapacity: optional(
    record<{ readonly capacityUnits: number }>({ capacityUnits: required(integer) }),
  ),
  wafV2: optional(record<{ readonly webACL: string }>({ webACL: required(text) })),
  shieldConfiguration: optional(record<{ readonly enabled: boolean }>({ enabled: defaulted(flag, false) })),
  defaultTargetGroupConfiguration: optional(record<{ readonly name: string }>({ name: required(text) })),
});

const healthCheck = record<HealthCheckConfiguration>({
  healthyThresholdCount: optional(integer),
  healthCheckInterval: optional(integer),
  healthCheckPath: optional(text),
  healthCheckPort: optional(text),
  healthCheckProtocol: optional(text),
  healthCheckTimeout: optional(integer),
  unhealthyThresholdCount: optional(integer),
  matcher: optional(
    record<NonNullable<HealthCheckConfiguration['matcher']>>({ httpCode: optional(text), grpcCode: optional(text) }),
  ),
});

const targetGroupProps = record<TargetGroupProps>({
  targetGroupName: optional(text),
  ipAddressType: optional(text),
  healthCheckConfig: optional(healthCheck),
  nodeSelector: optional(labelSelector),
  targetGroupAttributes: optional(keyValues),
  targetType: optional(text),
  protocol: optional(text),
  protocolVersion: optional(text),
  targetControlPort: optional(integer),
  enableMultiCluster: optional(flag),
  tags: optional(textMap),
});

type RouteConfiguration = TargetGroupConfigurationSpec['routeConfigurations'][number];

export const targetGroupConfigurationSpec = record<TargetGroupConfigurationSpec>({
  targetReference: optional(
    record<NonNullable<TargetGroupConfigurationSpec['targetReference']>>({
      group: defaulted(text, ''),
      kind: defaulted(text, 'Service'),
      name: required(text),
    }),
  ),
  defaultConfiguration: defaulted<TargetGroupProps>(targetGroupProps, {}),
  routeConfigurations: defaulted<readonly RouteConfiguration[]>(
    list(
      record<RouteConfiguration>({
        routeIdentifier: required(
          record<RouteConfiguration['routeIdentifier']>({
            kind: optional(text),
            namespace: optional(text),
            name: optional(text),
          }),
        ),
        targetGroupProps: required(targetGroupProps),
      }),
    ),
    [],
  ),
});

const authentication: Fields<AuthenticationConfiguration> = {
  scope: optional(text),
  sessionCookieName: optional(text),
  sessionTimeout: optional(integer),
  onUnauthenticatedRequest: optional(text),
  authenticationRequestExtraParams: optional(textMap),
};

type Jwt = NonNullable<RuleActionConfiguration['jwtValidationConfig']>;
type Claim = NonNullable<Jwt['additionalClaims']>[number];
type Stickiness = NonNullable<NonNullable<RuleActionConfiguration['forwardConfig']>['targetGroupStickinessConfig']>;

const ruleAction = record<RuleActionConfiguration>({
  type: required(text),
  forwardConfig: optional(
    record<NonNullable<RuleActionConfiguration['forwardConfig']>>({
      targetGroupStickinessConfig: optional(
        record<Stickiness>({ enabled: optional(flag), durationSeconds: optional(integer) }),
      ),
    }),
  ),
  fixedResponseConfig: optional(
    record<NonNullable<RuleActionConfiguration['fixedResponseConfig']>>({
      statusCode: required(integer),
      contentType: optional(text),
      messageBody: optional(text),
    }),
  ),
  redirectConfig: optional(record<NonNullable<RuleActionConfiguration['redirectConfig']>>({ query: optional(text) })),
  authenticateCognitoConfig: optional(
    record<CognitoConfiguration>({
      ...authentication,
      userPoolArn: required(text),
      userPoolClientId: required(text),
      userPoolDomain: required(text),
    }),
  ),
  authenticateOIDCConfig: optional(
    record<OidcConfiguration>({
      ...authentication,
      issuer: required(text),
      authorizationEndpoint: required(text),
      tokenEndpoint: required(text),
      userInfoEndpoint: required(text),
      secret: optional(record<{ readonly name: string }>({ name: required(text) })),
      useExistingClientSecret: optional(flag),
    }),
  ),
  jwtValidationConfig: optional(
    record<Jwt>({
      issuer: required(text),
      jwksEndpoint: required(text),
      additionalClaims: optional(
        list(record<Claim>({ name: required(text), format: required(text), values: required(texts) })),
      ),
    }),
  ),
});

export const listenerRuleConfigurationSpec = record<ListenerRuleConfigurationSpec>({
  actions: optional(list(ruleAction)),
  conditions: optional(
    list(
      record<RuleConditionConfiguration>({
        field: required(text),
        sourceIPConfig: optional(record<{ readonly values: readonly string[] }>({ values: required(texts) })),
        matchIndexes: optional(list(integer)),
      }),
    ),
  ),
  tags: optional(textMap),
});
