// The rules of each built-in kind, by storage key.
import { admissionPolicyRules } from './admission-policy.ts';
import { admissionPolicyBindingRules, mutatingWebhookRules, validatingWebhookRules } from './admission-registration.ts';
import { configMapRules, secretRules } from './secret.ts';
import { customResourceDefinitionRules } from './custom-resource-definition.ts';
import { daemonSetRules, deploymentRules, replicaSetRules, statefulSetRules } from './workload.ts';
import { disruptionBudgetRules } from './disruption-budget.ts';
import { eventRules } from './event.ts';
import { leaseRules } from './lease.ts';
import { endpointSliceRules } from './endpoint-slice.ts';
import { endpointsRules } from './endpoints.ts';
import { ingressClassRules, ingressRules, networkPolicyRules } from './networking.ts';
import { nodeRules } from './node.ts';
import { isDnsSubdomain } from '../naming.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespace.ts';
import { podRules } from './pod.ts';
import { clusterRoleBindingRules, clusterRoleRules, roleBindingRules, roleRules } from './rbac.ts';
import { serviceRules } from './service.ts';
import type { Resource } from '../resources.ts';

const builtIn: Readonly<Record<string, KindRules>> = {
  configmaps: configMapRules,
  endpoints: endpointsRules,
  events: eventRules,
  namespaces: namespaceRules,
  nodes: nodeRules,
  pods: podRules,
  secrets: secretRules,
  services: serviceRules,
  serviceaccounts: { returnsDeletedObject: true },
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': mutatingWebhookRules,
  'validatingadmissionpolicies.admissionregistration.k8s.io': admissionPolicyRules,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': admissionPolicyBindingRules,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': validatingWebhookRules,
  'customresourcedefinitions.apiextensions.k8s.io': customResourceDefinitionRules,
  'daemonsets.apps': daemonSetRules,
  'deployments.apps': deploymentRules,
  'replicasets.apps': replicaSetRules,
  'statefulsets.apps': statefulSetRules,
  'leases.coordination.k8s.io': leaseRules,
  'endpointslices.discovery.k8s.io': endpointSliceRules,
  'ingressclasses.networking.k8s.io': ingressClassRules,
  'ingresses.networking.k8s.io': ingressRules,
  'networkpolicies.networking.k8s.io': networkPolicyRules,
  'poddisruptionbudgets.policy': disruptionBudgetRules,
  'clusterroles.rbac.authorization.k8s.io': clusterRoleRules,
  'clusterrolebindings.rbac.authorization.k8s.io': clusterRoleBindingRules,
  'roles.rbac.authorization.k8s.io': roleRules,
  'rolebindings.rbac.authorization.k8s.io': roleBindingRules,
};

/** Custom resources are never updated blindly, and always count generations. */
const customRules: KindRules = { name: isDnsSubdomain, generation: 'counted', unconditionalUpdate: false };

/** The rules of a kind; kinds without rules of their own have subdomain names and nothing else. */
export function rulesOf(resource: Resource): KindRules {
  return resource.custom ? customRules : (builtIn[resource.key] ?? {});
}
