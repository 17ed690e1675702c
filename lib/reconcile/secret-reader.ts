// Reads one Secret or ConfigMap just before the call that needs it. Its values go from here to AWS and nowhere else.
import type { ClusterReader, SecretReader } from './ports.ts';
import { Fault } from './faults.ts';

/** Its entries, those of a Secret decoded. Rejects with a Fault if it does not exist: a later look may find it. */
export function secretReader(reader: ClusterReader): SecretReader {
  return async ({ kind = 'Secret', namespace, name }) => {
    const source = await reader.get({ kind, namespace, name });
    if (source === undefined) {
      throw new Fault({
        kind: 'vanished',
        operation: `Get${kind}`,
        resource: `${namespace}/${name}`,
        code: 'NotFound',
        message: `${kind} ${namespace}/${name} does not exist`,
      });
    }
    const data = (source['data'] ?? {}) as Readonly<Record<string, string>>;
    if (kind === 'ConfigMap') return data;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
    );
  };
}
