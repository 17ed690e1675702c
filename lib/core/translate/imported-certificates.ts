// Certificates that HTTPS listeners take from Secrets, each content once however many listeners and Secrets have it.
import { nameOf } from '../base/ids.ts';
import { by, compareText } from '../base/ordering.ts';
import type { Ref } from '../base/ref.ts';
import type { CertificateSecret } from '../graph/certificate-refs.ts';
import type { ImportedCertificate } from '../stack/stack.ts';
import type { ListenerPort } from './listener-ports.ts';
import { loadBalancerTags } from './tags.ts';
import type { Translation } from './translation.ts';

/** Sorted by id. */
export function importedCertificates(
  translation: Translation,
  ports: readonly ListenerPort[],
): readonly ImportedCertificate[] {
  const secrets = secretsByContent(ports);
  return [...secrets.values()]
    .map(({ namespace, name, fingerprint, keyAlgorithm }): ImportedCertificate => ({
      id: idOf({ namespace, name }),
      secret: { namespace, name },
      fingerprint,
      keyAlgorithm,
      tags: loadBalancerTags(translation),
    }))
    .sort(by(({ id }) => id, compareText));
}

/** References to the certificates of a port's listeners, each once, in the order of the listeners. */
export function importedFor(all: readonly ListenerPort[], port: ListenerPort): readonly Ref[] {
  const secrets = secretsByContent(all);
  const ids = port.listeners.flatMap(({ certificateSecrets }) =>
    certificateSecrets.map((secret) => idOf(secrets.get(secret.fingerprint) ?? secret)),
  );
  return [...new Set(ids)].map((ref) => ({ ref, attribute: 'arn' }));
}

/** Of Secrets with one content, the first by name stands for all. */
function secretsByContent(ports: readonly ListenerPort[]): ReadonlyMap<string, CertificateSecret> {
  const secrets = ports.flatMap(({ protocol, listeners }) =>
    protocol === 'HTTPS' ? listeners.flatMap(({ certificateSecrets }) => certificateSecrets) : [],
  );
  const byContent = new Map<string, CertificateSecret>();
  for (const secret of [...secrets].sort(by(nameOf, compareText))) {
    if (!byContent.has(secret.fingerprint)) byContent.set(secret.fingerprint, secret);
  }
  return byContent;
}

function idOf(secret: { readonly namespace: string; readonly name: string }): string {
  return `Certificate:${nameOf(secret)}`;
}
