// Reads one Secret just before the call that needs it. Its values go from here to AWS and nowhere else.
import type { ClusterReader, SecretReader } from './ports.ts';
import { Fault } from './faults.ts';

/** Entries of the Secret, decoded. Rejects with a Fault if it does not exist: a later look may find it. */
export function secretReader(reader: ClusterReader): SecretReader {
  return async ({ namespace, name }) => {
    const secret = await reader.get({ kind: 'Secret', namespace, name });
    if (secret === undefined) {
      throw new Fault({
        kind: 'vanished',
        operation: 'GetSecret',
        resource: `${namespace}/${name}`,
        code: 'NotFound',
        message: `Secret ${namespace}/${name} does not exist`,
      });
    }
    const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
    );
  };
}
