// The default ClusterRoles and ClusterRoleBindings of Kubernetes
// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings).
import items from './bootstrap-roles.json' with { type: 'json' };

/** As manifests: objects to create, roles before bindings. */
export const bootstrapRoles: readonly Readonly<Record<string, unknown>>[] = items;
