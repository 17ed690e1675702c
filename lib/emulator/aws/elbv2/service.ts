// Elastic Load Balancing v2 behind the endpoint: which actions exist.
import { awsModels } from '../../../generated/aws/model.ts';
import type { Action, AwsService } from '../service.ts';
import { addListenerCertificates } from './actions/add-listener-certificates.ts';
import { addTags } from './actions/add-tags.ts';
import { addTrustStoreRevocations } from './actions/add-trust-store-revocations.ts';
import { createListener } from './actions/create-listener.ts';
import { createLoadBalancer } from './actions/create-load-balancer.ts';
import { createRule } from './actions/create-rule.ts';
import { createTargetGroup } from './actions/create-target-group.ts';
import { createTrustStore } from './actions/create-trust-store.ts';
import { deleteListener } from './actions/delete-listener.ts';
import { deleteLoadBalancer } from './actions/delete-load-balancer.ts';
import { deleteRule } from './actions/delete-rule.ts';
import { deleteSharedTrustStoreAssociation } from './actions/delete-shared-trust-store-association.ts';
import { deleteTargetGroup } from './actions/delete-target-group.ts';
import { deleteTrustStore } from './actions/delete-trust-store.ts';
import { deregisterTargets } from './actions/deregister-targets.ts';
import { describeAccountLimits } from './actions/describe-account-limits.ts';
import { describeCapacityReservation } from './actions/describe-capacity-reservation.ts';
import { describeListenerAttributes } from './actions/describe-listener-attributes.ts';
import { describeListenerCertificates } from './actions/describe-listener-certificates.ts';
import { describeListeners } from './actions/describe-listeners.ts';
import { describeLoadBalancerAttributes } from './actions/describe-load-balancer-attributes.ts';
import { describeLoadBalancers } from './actions/describe-load-balancers.ts';
import { describeRules } from './actions/describe-rules.ts';
import { describeSslPolicies } from './actions/describe-ssl-policies.ts';
import { describeTags } from './actions/describe-tags.ts';
import { describeTargetGroupAttributes } from './actions/describe-target-group-attributes.ts';
import { describeTargetGroups } from './actions/describe-target-groups.ts';
import { describeTargetHealth } from './actions/describe-target-health.ts';
import { describeTrustStoreAssociations } from './actions/describe-trust-store-associations.ts';
import { describeTrustStoreRevocations } from './actions/describe-trust-store-revocations.ts';
import { describeTrustStores } from './actions/describe-trust-stores.ts';
import { getResourcePolicy } from './actions/get-resource-policy.ts';
import { getTrustStoreCaCertificatesBundle } from './actions/get-trust-store-ca-certificates-bundle.ts';
import { getTrustStoreRevocationContent } from './actions/get-trust-store-revocation-content.ts';
import { modifyCapacityReservation } from './actions/modify-capacity-reservation.ts';
import { modifyIpPools } from './actions/modify-ip-pools.ts';
import { modifyListenerAttributes } from './actions/modify-listener-attributes.ts';
import { modifyListener } from './actions/modify-listener.ts';
import { modifyLoadBalancerAttributes } from './actions/modify-load-balancer-attributes.ts';
import { modifyRule } from './actions/modify-rule.ts';
import { modifyTargetGroupAttributes } from './actions/modify-target-group-attributes.ts';
import { modifyTargetGroup } from './actions/modify-target-group.ts';
import { modifyTrustStore } from './actions/modify-trust-store.ts';
import { registerTargets } from './actions/register-targets.ts';
import { removeListenerCertificates } from './actions/remove-listener-certificates.ts';
import { removeTags } from './actions/remove-tags.ts';
import { removeTrustStoreRevocations } from './actions/remove-trust-store-revocations.ts';
import { setIpAddressType } from './actions/set-ip-address-type.ts';
import { setRulePriorities } from './actions/set-rule-priorities.ts';
import { setSecurityGroups } from './actions/set-security-groups.ts';
import { setSubnets } from './actions/set-subnets.ts';
import { authorizeElbv2 } from './authorization.ts';
import type { Elbv2 } from './elbv2.ts';
import { followTerminations } from './targets/leave.ts';

const trustStoreActions = (elbv2: Elbv2): Record<string, Action> => ({
  AddTrustStoreRevocations: addTrustStoreRevocations(elbv2),
  CreateTrustStore: createTrustStore(elbv2),
  DeleteSharedTrustStoreAssociation: deleteSharedTrustStoreAssociation(elbv2),
  DeleteTrustStore: deleteTrustStore(elbv2),
  DescribeTrustStoreAssociations: describeTrustStoreAssociations(elbv2),
  DescribeTrustStoreRevocations: describeTrustStoreRevocations(elbv2),
  DescribeTrustStores: describeTrustStores(elbv2),
  GetResourcePolicy: getResourcePolicy(elbv2),
  GetTrustStoreCaCertificatesBundle: getTrustStoreCaCertificatesBundle(elbv2),
  GetTrustStoreRevocationContent: getTrustStoreRevocationContent(elbv2),
  ModifyTrustStore: modifyTrustStore(elbv2),
  RemoveTrustStoreRevocations: removeTrustStoreRevocations(elbv2),
});

const actionsOf = (elbv2: Elbv2): Record<string, Action> => ({
  AddListenerCertificates: addListenerCertificates(elbv2),
  AddTags: addTags(elbv2),
  CreateListener: createListener(elbv2),
  CreateLoadBalancer: createLoadBalancer(elbv2),
  CreateRule: createRule(elbv2),
  CreateTargetGroup: createTargetGroup(elbv2),
  DeleteListener: deleteListener(elbv2),
  DeleteLoadBalancer: deleteLoadBalancer(elbv2),
  DeleteRule: deleteRule(elbv2),
  DeleteTargetGroup: deleteTargetGroup(elbv2),
  DeregisterTargets: deregisterTargets(elbv2),
  DescribeAccountLimits: describeAccountLimits(elbv2),
  DescribeCapacityReservation: describeCapacityReservation(elbv2),
  DescribeListenerAttributes: describeListenerAttributes(elbv2),
  DescribeListenerCertificates: describeListenerCertificates(elbv2),
  DescribeListeners: describeListeners(elbv2),
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes(elbv2),
  DescribeLoadBalancers: describeLoadBalancers(elbv2),
  DescribeRules: describeRules(elbv2),
  DescribeSSLPolicies: describeSslPolicies,
  DescribeTags: describeTags(elbv2),
  DescribeTargetGroupAttributes: describeTargetGroupAttributes(elbv2),
  DescribeTargetGroups: describeTargetGroups(elbv2),
  DescribeTargetHealth: describeTargetHealth(elbv2),
  ModifyCapacityReservation: modifyCapacityReservation(elbv2),
  ModifyIpPools: modifyIpPools(elbv2),
  ModifyListener: modifyListener(elbv2),
  ModifyListenerAttributes: modifyListenerAttributes(elbv2),
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes(elbv2),
  ModifyRule: modifyRule(elbv2),
  ModifyTargetGroup: modifyTargetGroup(elbv2),
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes(elbv2),
  RegisterTargets: registerTargets(elbv2),
  RemoveListenerCertificates: removeListenerCertificates(elbv2),
  RemoveTags: removeTags(elbv2),
  SetIpAddressType: setIpAddressType(elbv2),
  SetRulePriorities: setRulePriorities(elbv2),
  SetSecurityGroups: setSecurityGroups(elbv2),
  SetSubnets: setSubnets(elbv2),
  ...trustStoreActions(elbv2),
});

/** Elastic Load Balancing v2 as an endpoint service. */
export function createElbv2Service(elbv2: Elbv2): AwsService {
  followTerminations(elbv2);
  return {
    signingName: 'elasticloadbalancing',
    model: awsModels.elbv2,
    actions: actionsOf(elbv2),
    authorization: authorizeElbv2(elbv2),
    state: elbv2.tables.state,
    reset: () => elbv2.tables.reset(),
  };
}
