// The rules of each built-in kind, by storage key.
import { configMapRules, secretRules } from './secret.ts';
import { customResourceDefinitionRules } from './custom-resource-definition.ts';
import { daemonSetRules, deploymentRules, replicaSetRules, statefulSetRules } from './workload.ts';
import { endpointSliceRules } from './endpoint-slice.ts';
import { isDnsSubdomain } from '../naming.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespace.ts';
import { podRules } from './pod.ts';
import { roleBindingRules, roleRules } from './rbac.ts';
import { serviceRules } from './service.ts';
import type { Resource } from '../resources.ts';

const builtIn: Readonly<Record<string, KindRules>> = {
  configmaps: configMapRules,
  namespaces: namespaceRules,
  pods: podRules,
  secrets: secretRules,
  services: serviceRules,
  serviceaccounts: { returnsDeletedObject: true },
  'customresourcedefinitions.apiextensions.k8s.io': customResourceDefinitionRules,
  'daemonsets.apps': daemonSetRules,
  'deployments.apps': deploymentRules,
  'replicasets.apps': replicaSetRules,
  'statefulsets.apps': statefulSetRules,
  'leases.coordination.k8s.io': { unconditionalUpdate: false },
  'endpointslices.discovery.k8s.io': endpointSliceRules,
  'poddisruptionbudgets.policy': { unconditionalUpdate: false, generation: 'counted' },
  'clusterroles.rbac.authorization.k8s.io': roleRules,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBindingRules,
  'roles.rbac.authorization.k8s.io': roleRules,
  'rolebindings.rbac.authorization.k8s.io': roleBindingRules,
};

/** Custom resources are never updated blindly, and always count generations. */
const customRules: KindRules = { name: isDnsSubdomain, generation: 'counted', unconditionalUpdate: false };

/** The rules of a kind; kinds without rules of their own have subdomain names and nothing else. */
export function rulesOf(resource: Resource): KindRules {
  return resource.custom ? customRules : (builtIn[resource.key] ?? {});
}
