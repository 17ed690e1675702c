// Trust stores from the ConfigMaps that spec.tls.frontend names: one for each list of them, however many ports use it.
import { sha256 } from '../base/digest.ts';
import { nameOf } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { Ref } from '../base/ref.ts';
import type { AuthorityConfigMap, ClientValidation } from '../graph/client-validation.ts';
import type { TrustStore } from '../stack/stack.ts';
import type { ListenerPort } from './listener-ports.ts';
import { loadBalancerTags } from './tags.ts';
import type { Translation } from './translation.ts';

/** Sorted by id. */
export function trustStores(translation: Translation, ports: readonly ListenerPort[]): readonly TrustStore[] {
  const lists = ports.flatMap((port) => {
    const clients = clientsOf(port);
    return clients?.mode === 'verify' ? [clients.authorities] : [];
  });
  const byId = new Map(lists.map((authorities) => [idOf(authorities), authorities]));
  return [...byId]
    .map(([id, authorities]): TrustStore => ({
      id,
      name: translation.profile.names.trustStore(translation.graph.key, id),
      configMaps: authorities.map(({ namespace, name }) => ({ namespace, name })),
      fingerprint: sha256(authorities.map(({ fingerprint }) => fingerprint).join()),
      tags: loadBalancerTags(translation),
    }))
    .sort(by(({ id }) => id, compareText));
}

/** Listeners of one port have one Gateway and so ask the same; the configuration's own setting takes precedence. */
export function clientsOf({ listeners, configuration }: ListenerPort): ClientValidation | undefined {
  return configuration?.mutualAuthentication === undefined ? listeners[0]?.clients : undefined;
}

/** Stands for the ARN of the trust store with these authorities. */
export function trustStoreRef(authorities: readonly AuthorityConfigMap[]): Ref {
  return { ref: idOf(authorities), attribute: 'arn' };
}

function idOf(authorities: readonly AuthorityConfigMap[]): string {
  return `TrustStore:${authorities.map(nameOf).join('+')}`;
}
