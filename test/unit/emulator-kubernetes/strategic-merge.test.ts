import { describe, expect, it } from 'vitest';
import { applyStrategicMergePatch } from '../../../lib/emulator/kubernetes/patch/strategic-merge-patch.ts';
import { kubernetesSchemas } from '../../../lib/generated/kubernetes/resources.ts';

const podSpec = kubernetesSchemas['PodSpec'] ?? {};
const patch = (target: object, change: object) => applyStrategicMergePatch(target, { ...change }, podSpec);

describe('a strategic merge patch', () => {
  const target = {
    containers: [
      { name: 'a', image: 'a:1', args: ['x'] },
      { name: 'b', image: 'b:1' },
    ],
  };

  it('merges items by key and replaces plain lists', () => {
    expect(patch(target, { containers: [{ name: 'a', args: ['y'] }] })).toEqual({
      containers: [
        { name: 'a', image: 'a:1', args: ['y'] },
        { name: 'b', image: 'b:1' },
      ],
    });
  });

  it('deletes items by directive', () => {
    expect(patch(target, { containers: [{ $patch: 'delete', name: 'a' }] })).toEqual({
      containers: [{ name: 'b', image: 'b:1' }],
    });
  });

  it('replaces lists and maps by directive', () => {
    expect(patch(target, { containers: [{ $patch: 'replace' }, { name: 'c' }] })).toEqual({
      containers: [{ name: 'c' }],
    });
    expect(patch({ nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'replace', b: '2' } })).toEqual({
      nodeSelector: { b: '2' },
    });
  });

  it('orders items by directive', () => {
    const change = {
      $setElementOrder$containers: [],
      '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
      containers: [{ name: 'c' }],
    };
    const { $setElementOrder$containers: _, ...rest } = change;
    expect(patch(target, rest)).toMatchObject({ containers: [{ name: 'c' }, { name: 'b' }, { name: 'a' }] });
  });

  it('keeps only what $retainKeys names', () => {
    const volume = { volumes: [{ name: 'v', emptyDir: {} }] };
    const change = { volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'm' } }] };
    expect(patch(volume, change)).toEqual({ volumes: [{ name: 'v', configMap: { name: 'm' } }] });
  });

  it('refuses an item without its key', () => {
    expect(() => patch(target, { containers: [{ image: 'c:1' }] })).toThrow(
      'does not contain declared merge key: name',
    );
  });
});
