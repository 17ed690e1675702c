// Subresources of built-in kinds beside `status` and `scale`: which there are, which kind they speak, which verbs they know.

/** A subresource as discovery lists it. */
export interface Subresource {
  readonly name: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
}

const core = (kind: string) => ({ group: '', version: 'v1', kind });

/** How people and programs reach into a pod: refused here, because pods are stand-ins without a machine. */
const intoPods: readonly Subresource[] = [
  { name: 'attach', kind: core('PodAttachOptions'), verbs: ['create', 'get'] },
  { name: 'exec', kind: core('PodExecOptions'), verbs: ['create', 'get'] },
  { name: 'portforward', kind: core('PodPortForwardOptions'), verbs: ['create', 'get'] },
];

const bySubject: Readonly<Record<string, readonly Subresource[]>> = {
  pods: [
    { name: 'binding', kind: core('Binding'), verbs: ['create'] },
    { name: 'eviction', kind: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] },
    { name: 'log', kind: core('Pod'), verbs: ['get'] },
    ...intoPods,
  ],
  namespaces: [{ name: 'finalize', kind: core('Namespace'), verbs: ['update'] }],
  serviceaccounts: [
    { name: 'token', kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, verbs: ['create'] },
  ],
};

/** The further subresources of the kind stored under a key. */
export const subresourcesOf = (key: string): readonly Subresource[] => bySubject[key] ?? [];

/** Whether a subresource reaches into a running pod. */
export const reachesIntoPods = (name: string) => intoPods.some((subresource) => subresource.name === name);
