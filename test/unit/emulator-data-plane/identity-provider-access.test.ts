import { expect, test } from 'vitest';
import { readIdentityProviderAccess } from '../../../lib/emulator/data-plane/authenticate/identity-provider-access.ts';

test('places of origins, authorities and secrets are read', () => {
  const access = {
    origins: { 'https://idp.example.com': 'http://127.0.0.1:4000' },
    authoritiesPem: 'PEM',
    cognitoSecrets: { client: 'secret' },
  };
  expect(readIdentityProviderAccess(access)).toEqual(access);
  expect(readIdentityProviderAccess({})).toEqual({ origins: {}, cognitoSecrets: {} });
});

test.each([
  ['no object', 'https://idp.example.com'],
  ['an origin with a path', { origins: { 'https://idp.example.com/auth': 'http://127.0.0.1:4000' } }],
  ['a place that is no URL', { origins: { 'https://idp.example.com': 'localhost' } }],
  ['a secret that is no text', { cognitoSecrets: { client: 1 } }],
  ['a member of another name', { origin: {} }],
])('%s is refused', (_, value) => {
  expect(readIdentityProviderAccess(value)).toBeUndefined();
});
