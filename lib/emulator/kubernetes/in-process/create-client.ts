// The client that other parts of the emulator use.
import type {
  DeleteOptions,
  KubernetesClient,
  ObjectRef,
  PatchOptions,
  Selection,
  WatchEvent,
  WriteOptions,
} from '../client.ts';
import { asRecord, isRecord, type Fields } from '../json.ts';
import type { KubernetesObject, Stored } from '../object.ts';
import { patchTypes } from '../writes/patch.ts';
import { selectors, startWatch } from './client-watch.ts';
import { pathOf, read, requireResource, unlessAbsent, type ClientWire } from './client-wire.ts';

const writeQuery = (wire: ClientWire, options: WriteOptions) => ({
  fieldManager: options.fieldManager ?? wire.manager,
  dryRun: options.dryRun ? 'All' : undefined,
});

const place = (object: KubernetesObject, { subresource }: WriteOptions) => ({
  namespace: object.metadata.namespace,
  name: object.metadata.name,
  subresource,
});

/** Some kinds insist on a resource version: "whatever is there" then means the one there is now. */
async function based(wire: ClientWire, object: KubernetesObject): Promise<KubernetesObject> {
  if (object.metadata.resourceVersion !== undefined) return object;
  const path = pathOf(requireResource(wire, object), place(object, {}), {});
  const current = (await read(wire.send('GET', path))) as Stored;
  return { ...object, metadata: { ...object.metadata, resourceVersion: current.metadata.resourceVersion } };
}

/** A client over a wire. */
export function createClient(wire: ClientWire): KubernetesClient {
  return {
    list: async <T extends KubernetesObject>(selection: Selection) => {
      const resource = requireResource(wire, selection);
      const body = asRecord(await read(wire.send('GET', pathOf(resource, selection, selectors(selection)))));
      const { apiVersion, kind } = selection;
      const items = (body['items'] as readonly Fields[]).map(
        (item) => ({ apiVersion, kind, ...item }) as unknown as Stored<T>,
      );
      return { resourceVersion: String(asRecord(body['metadata'])['resourceVersion']), items };
    },
    get: async <T extends KubernetesObject>(ref: ObjectRef) => {
      const resource = requireResource(wire, ref);
      return (await unlessAbsent(read(wire.send('GET', pathOf(resource, ref, {}))))) as Stored<T> | undefined;
    },
    create: async <T extends KubernetesObject>(object: T, options: WriteOptions = {}) => {
      const resource = requireResource(wire, object);
      const { namespace } = object.metadata;
      return (await read(
        wire.send('POST', pathOf(resource, { namespace }, writeQuery(wire, options)), object),
      )) as Stored<T>;
    },
    update: async <T extends KubernetesObject>(object: T, options: WriteOptions = {}) => {
      const path = pathOf(requireResource(wire, object), place(object, options), writeQuery(wire, options));
      return (await read(wire.send('PUT', path, await based(wire, object)))) as Stored<T>;
    },
    patch: async <T extends KubernetesObject>(ref: ObjectRef, patch: unknown, options: PatchOptions = {}) => {
      const resource = requireResource(wire, ref);
      const { type = 'merge', force, subresource } = options;
      const query = { ...writeQuery(wire, options), force: force ? 'true' : undefined };
      const path = pathOf(resource, { ...ref, subresource }, query);
      return (await read(wire.send('PATCH', path, patch, patchTypes[type]))) as Stored<T>;
    },
    delete: async (ref: ObjectRef, options: DeleteOptions = {}) => {
      const resource = requireResource(wire, ref);
      const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...options };
      await unlessAbsent(read(wire.send('DELETE', pathOf(resource, ref, {}), body)));
    },
    watch: <T extends KubernetesObject>(selection: Selection, onEvent: (event: WatchEvent<T>) => void) =>
      startWatch(wire, selection, (event) => {
        if (isRecord(event['object'])) onEvent(event as unknown as WatchEvent<T>);
      }),
  };
}
