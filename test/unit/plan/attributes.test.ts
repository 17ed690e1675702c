import { expect, it } from 'vitest';
import { attributeChanges, attributeMemory } from '../../../lib/core/plan/attributes.ts';
import { profileNamed } from '../../../lib/core/profile/profiles.ts';

const alb = profileNamed('alb');
const key = alb.tagKeys.attributes;

it('remembers in one tag all attributes that there are', () => {
  const owners = ['load-balancer', 'listener', 'target-group'] as const;
  for (const owner of owners) {
    const all = attributeChanges(owner, {}, { attributes: {}, tags: { [key]: words } }, alb);
    const memory = attributeMemory(owner, all, {}, alb)[key] ?? '';
    expect(memory.length).toBeLessThanOrEqual(256);
  }
});

/** More words than any table has. */
const words =
  'access access-bucket access-prefix conn conn-bucket conn-prefix health health-bucket health-prefix keep-alive protection idle desync drop-invalid host tls xff-port xff http2 waf zonal ' +
  'delay algorithm anomaly cross-zone slow-start sticky sticky-type lb-cookie app-name app-cookie dns-count dns-share route-count route-share ' +
  'server hsts origin methods headers credentials expose age csp type frame cert serial issuer subject validity leaf version cipher';

it('writes an attribute that is to be reset even if it could not be read', () => {
  expect(attributeChanges('load-balancer', {}, { tags: { [key]: 'idle' } }, alb)).toEqual({
    'idle_timeout.timeout_seconds': '60',
  });
});

it('writes an attribute that nobody knows the default of', () => {
  expect(attributeChanges('load-balancer', { 'brand.new': 'x' }, { tags: {} }, alb)).toEqual({ 'brand.new': 'x' });
  expect(
    attributeChanges('load-balancer', { 'brand.new': 'x' }, { attributes: { 'brand.new': 'x' }, tags: {} }, alb),
  ).toEqual({});
});
