import { describe, expect, it } from 'vitest';
import { bindingTags, readBinding } from '../../../lib/core/stack/target-binding.ts';

const keys = { binding: 'binding', bindingOptions: 'options' };

describe('a binding', () => {
  it.each([
    ['a plain one', { namespace: 'shop', service: 'app', servicePort: 80, targetType: 'ip' as const }],
    [
      'one with a selector of many chunks',
      {
        namespace: 'shop',
        service: 'app',
        servicePort: 80,
        targetType: 'instance' as const,
        nodeSelector: Array.from({ length: 40 }, (_, index) => `label-${String(index)}=value`).join(','),
        multiCluster: true,
      },
    ],
  ])('survives its tags: %s', (_, binding) => {
    const tags = bindingTags({ binding, ipAddressType: 'ipv6' }, keys);
    expect(readBinding(tags, keys)).toEqual({ ...binding, ipAddressType: 'ipv6' });
    expect(Object.values(tags).every((value) => value.length <= 256 && /^[\w\-/:.+=@ ]*$/.test(value))).toBe(true);
  });

  it('that nobody understands is none', () => {
    expect(readBinding({ binding: 'shop/app:80', options: '!!' }, keys)).toBeUndefined();
    expect(readBinding({ binding: 'shop' }, keys)).toBeUndefined();
    expect(readBinding({}, keys)).toBeUndefined();
  });
});
