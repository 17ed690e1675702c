import { expect, test } from 'vitest';
import { defaultAddressMap, mapAddress, parseAddressMapping } from '../../../lib/emulator/data-plane/address-map.ts';

test.each([
  ['a pod', '10.244.3.7', '127.244.3.7'],
  ['a node', '10.0.12.34', '127.10.12.34'],
  ['an address outside the VPC', '192.168.1.1', '192.168.1.1'],
  ['a name', 'example.com', 'example.com'],
  ['an IPv6 address', '2001:db8::1', '2001:db8::1'],
])('%s is reached where the map says', (_, address, expected) => {
  expect(mapAddress(defaultAddressMap, address)).toBe(expected);
});

test('the most specific range decides', () => {
  const map = [
    { from: '10.0.0.0/8', to: '127.0.0.0/8' },
    { from: '10.1.0.0/16', to: '127.99.0.0/16' },
  ];
  expect(mapAddress(map, '10.1.2.3')).toBe('127.99.2.3');
  expect(mapAddress(map, '10.2.2.3')).toBe('127.2.2.3');
});

test('without mappings every address is itself', () => {
  expect(mapAddress([], '10.244.0.1')).toBe('10.244.0.1');
});

test.each([
  ['two ranges', '10.0.0.0/16=127.10.0.0/16', { from: '10.0.0.0/16', to: '127.10.0.0/16' }],
  ['into a larger range', '10.0.0.0/24=127.0.0.0/8', { from: '10.0.0.0/24', to: '127.0.0.0/8' }],
  ['into a smaller range', '10.0.0.0/8=127.0.0.0/24', undefined],
  ['one range', '10.0.0.0/16', undefined],
  ['three ranges', '10.0.0.0/16=127.0.0.0/16=1.0.0.0/16', undefined],
  ['a bad prefix length', '10.0.0.0/33=127.0.0.0/8', undefined],
  ['a bad address', '10.0.0/16=127.10.0.0/16', undefined],
])('a mapping of %s', (_, text, expected) => {
  expect(parseAddressMapping(text)).toEqual(expected);
});
