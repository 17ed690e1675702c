// Whether something in another namespace may be referred to. https://gateway-api.sigs.k8s.io/api-types/referencegrant/
import type { ObjectKey } from '../base/ids.ts';
import type { ReferenceGrant } from '../snapshot/objects.ts';

export interface Referent {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `from` is an object of the Gateway API group. Inside one namespace no grant is needed. */
export function mayRefer(grants: readonly ReferenceGrant[], from: ObjectKey, to: Referent): boolean {
  return (
    from.namespace === to.namespace ||
    grants.some((grant) => grant.metadata.namespace === to.namespace && grantsIt(grant, from, to))
  );
}

function grantsIt({ spec }: ReferenceGrant, from: ObjectKey, to: Referent): boolean {
  return (
    spec.from.some(
      ({ group, kind, namespace }) =>
        group === 'gateway.networking.k8s.io' && kind === from.kind && namespace === from.namespace,
    ) &&
    spec.to.some(
      ({ group, kind, name }) => group === to.group && kind === to.kind && (name === undefined || name === to.name),
    )
  );
}
