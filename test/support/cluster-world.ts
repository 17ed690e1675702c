// A small model of a cluster for reconciling: objects by key, resource versions, finalizers, status.
import type { ObjectKey } from '../../lib/core/base/ids.ts';
import { keyText } from '../../lib/core/base/ids.ts';
import type { StatusPatch } from '../../lib/core/base/status-patch.ts';
import { Fault } from '../../lib/reconcile/faults.ts';
import type { ClusterReader, RawObject, StatusWriter } from '../../lib/reconcile/ports.ts';

type Members = Record<string, unknown>;

export class ClusterWorld {
  readonly objects = new Map<string, Members>();
  /** Status and finalizer writes, as text. */
  readonly writes: string[] = [];
  readonly events: string[] = [];
  /** Kinds that may not be listed. */
  readonly denied = new Set<string>();
  /** Nothing can be read. */
  unreachable = false;
  private version = 1;

  get reader(): ClusterReader {
    return {
      list: async (kind, namespace = '') => {
        await this.reached(kind);
        return [...this.objects.values()]
          .filter(
            (object) => object['kind'] === kind && (namespace === '' || metadataOf(object)['namespace'] === namespace),
          )
          .map((object) => structuredClone(object));
      },
      get: async (key) => {
        await this.reached(key.kind);
        const found = this.objects.get(keyText(key));
        return found === undefined ? undefined : structuredClone(found);
      },
    };
  }

  get writer(): StatusWriter {
    return { write: async (patch) => Promise.resolve(this.write(patch)) };
  }

  apply(...objects: readonly RawObject[]): void {
    for (const object of objects) {
      const clone = structuredClone(object) as Members;
      const old = this.objects.get(keyText(keyOf(clone)));
      const metadata = metadataOf(clone);
      this.version += 1;
      metadata['resourceVersion'] = String(this.version);
      if (old !== undefined) {
        metadata['uid'] = metadataOf(old)['uid'];
        metadata['generation'] = Number(metadataOf(old)['generation']) + 1;
        metadata['finalizers'] = metadataOf(old)['finalizers'] ?? [];
        if (old['status'] !== undefined && clone['status'] === undefined) clone['status'] = old['status'];
      }
      this.objects.set(keyText(keyOf(clone)), clone);
    }
  }

  /** As the API server does it: what has finalizers stays until they are gone. */
  delete(key: ObjectKey, now: number): void {
    const object = this.objects.get(keyText(key));
    if (object === undefined) return;
    const metadata = metadataOf(object);
    if (((metadata['finalizers'] as readonly string[] | undefined) ?? []).length === 0)
      this.objects.delete(keyText(key));
    else metadata['deletionTimestamp'] = new Date(now).toISOString();
  }

  status(key: ObjectKey): Members | undefined {
    return this.objects.get(keyText(key))?.['status'] as Members | undefined;
  }

  /** `True`, `False`, `Unknown` or undefined. */
  condition(key: ObjectKey, type: string): string | undefined {
    const conditions = (this.status(key)?.['conditions'] ?? []) as readonly {
      readonly type: string;
      readonly status: string;
    }[];
    return conditions.find((condition) => condition.type === type)?.status;
  }

  private async reached(kind: string): Promise<void> {
    await Promise.resolve();
    const fault = (why: 'denied' | 'unreachable', code: string): never => {
      throw new Fault({ kind: why, operation: `list ${kind}`, resource: kind, code, message: code });
    };
    if (this.unreachable) fault('unreachable', 'ECONNREFUSED');
    if (this.denied.has(kind)) fault('denied', 'Forbidden');
  }

  private write(patch: StatusPatch): 'written' | 'conflict' | 'gone' {
    if (patch.write === 'event') {
      this.events.push(`${patch.type} ${patch.reason}: ${patch.message}`);
      return 'written';
    }
    const object = this.objects.get(keyText(patch.object));
    if (object === undefined) return 'gone';
    const metadata = metadataOf(object);
    if (patch.write === 'status') {
      if (patch.resourceVersion !== undefined && patch.resourceVersion !== metadata['resourceVersion'])
        return 'conflict';
      object['status'] = { ...(object['status'] as Members | undefined), ...structuredClone(patch.status) };
    } else {
      const kept = ((metadata['finalizers'] as readonly string[] | undefined) ?? []).filter(
        (one) => !patch.remove.includes(one),
      );
      metadata['finalizers'] = [...new Set([...kept, ...patch.add])];
      if ((metadata['finalizers'] as readonly string[]).length === 0 && metadata['deletionTimestamp'] !== undefined)
        this.objects.delete(keyText(patch.object));
    }
    this.version += 1;
    metadata['resourceVersion'] = String(this.version);
    this.writes.push(`${patch.write} ${patch.object.kind} ${patch.object.name}`);
    return 'written';
  }
}

function metadataOf(object: Members): Members {
  return object['metadata'] as Members;
}

function keyOf(object: Members): ObjectKey {
  const { namespace = '', name } = metadataOf(object);
  return { kind: String(object['kind']), namespace: String(namespace), name: String(name) };
}
