// JSON Web Key Sets of token issuers, fetched when they are needed and kept for a while on the emulated clock. Elastic
// Load Balancing user guide, "Verify JWTs using an Application Load Balancer": at most 150 KB and ten keys. How long an
// ALB keeps a set is not documented.
import type { JSONWebKeySet } from 'jose';
import type { Clock } from '../../clock.ts';
import type { FailureReason } from './failure.ts';
import { jsonObject, type ProviderClient } from './provider-client.ts';

export interface KeySets {
  /** The set behind an endpoint; fetched anew when it is old, or when it lacks `keyId` and is not brand-new. */
  read(endpoint: string, keyId: string | undefined): Promise<JSONWebKeySet | FailureReason>;
}

const lifetimeMs = 5 * 60 * 1000;
/** A set that lacks a key is not asked for again sooner than this. */
const retryMs = 10 * 1000;
const maxBytes = 150 * 1024;
const maxKeys = 10;

interface Held {
  readonly set: JSONWebKeySet;
  readonly at: number;
}

/** Knows no set yet; failures are not remembered. */
export function createKeySets(client: ProviderClient, clock: Clock): KeySets {
  const held = new Map<string, Held>();
  return {
    read: async (endpoint, keyId) => {
      const known = held.get(endpoint);
      if (known && isGoodFor(known, keyId, clock.now())) return known.set;
      const set = await fetchSet(client, endpoint);
      if (typeof set !== 'string') held.set(endpoint, { set, at: clock.now() });
      return set;
    },
  };
}

function isGoodFor({ set, at }: Held, keyId: string | undefined, now: number): boolean {
  const hasKey = keyId === undefined || set.keys.some(({ kid }) => kid === keyId);
  return now - at < (hasKey ? lifetimeMs : retryMs);
}

async function fetchSet(client: ProviderClient, url: string): Promise<JSONWebKeySet | FailureReason> {
  const response = await client.send({ method: 'GET', url, headers: { accept: 'application/json' } });
  if (response === 'unreachable') return 'JWKSRequestTimeout';
  const keys = jsonObject(response.body)?.['keys'];
  const isUsable = response.status === 200 && Buffer.byteLength(response.body) <= maxBytes;
  return isUsable && Array.isArray(keys) && keys.length <= maxKeys
    ? ({ keys } as JSONWebKeySet)
    : 'JWKSResponseInvalid';
}
