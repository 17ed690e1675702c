// A node that is not ready keeps new pods away by a taint (pkg/controller/nodelifecycle).
import { asList, asRecord, equalJson } from '../json.ts';
import { records } from '../kinds/defaults.ts';
import type { Machinery } from '../machinery.ts';
import type { Controller } from './background.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export const nodeLifecycle =
  (machinery: Machinery): Controller =>
  ({ key, type, object }) => {
    const node =
      key === 'nodes' && type !== 'DELETED' ? machinery.store.get(key, '', object.metadata.name ?? '') : undefined;
    if (!node) return;
    const ready = records(asRecord(node['status'])['conditions']).find((condition) => condition['type'] === 'Ready');
    if (!ready) return;
    const { taints, ...spec } = asRecord(node['spec']);
    const others = records(taints).filter((taint) => taint['key'] !== notReady.key);
    const wanted = ready['status'] === 'True' ? others : [...others, notReady];
    if (equalJson(wanted, asList(taints))) return;
    machinery.store.put(key, { ...node, spec: wanted.length === 0 ? spec : { ...spec, taints: wanted } });
  };
