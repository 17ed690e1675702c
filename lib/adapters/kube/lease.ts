// Leader election over a Lease, as client-go does it: a holder renews; whoever sees the Lease unchanged for its duration,
// on its own clock, takes it. Clocks of different machines are never compared.
// https://kubernetes.io/docs/concepts/architecture/leases/
import { type Fault, isFault } from '../../reconcile/faults.ts';
import type { KubeHttp } from './http.ts';
import { type Clock, pause } from './list-watch-clock.ts';

const leaseSeconds = 10;
const renewMs = 2_500;
/** A holder that could not renew for so long stops before another may begin. */
const renewDeadlineMs = 7_500;
const retryMs = 2_000;

export interface LeaseIdentity {
  readonly namespace: string;
  readonly name: string;
  /** Who we are: unique per replica. */
  readonly holder: string;
}

export interface LeaseReport {
  /** Somebody else holds the Lease, says the API server. */
  waiting(): void;
  leading(): void;
  lost(): void;
  troubled(fault: Fault): void;
}

interface Lease {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec?: LeaseSpec;
}

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

/**
 * Runs `lead` whenever we hold the Lease, and aborts it when we may no longer. Ends, and gives the Lease back, when `signal`
 * is aborted. `lead` must end soon after its own signal is aborted.
 */
export async function leadUnderLease(
  means: { readonly http: KubeHttp; readonly clock: Clock; readonly report: LeaseReport },
  identity: LeaseIdentity,
  lead: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, report } = means;
  const claim = new Claim(means, identity);
  try {
    while (!signal.aborted) {
      if (!(await claim.take())) {
        await pause(clock, retryMs, signal);
        continue;
      }
      report.leading();
      await leadOnce(claim, clock, lead, signal);
      if (!signal.aborted) report.lost();
    }
  } finally {
    await claim.giveBack();
  }
}

async function leadOnce(
  claim: Claim,
  clock: Clock,
  lead: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const term = new AbortController();
  const end = () => term.abort();
  signal.addEventListener('abort', end);
  const renewing = keepRenewing(claim, clock, term);
  try {
    await lead(term.signal);
  } finally {
    end();
    signal.removeEventListener('abort', end);
    await renewing;
  }
}

/** Renews until the term ends; ends the term when renewing fails for too long. */
async function keepRenewing(claim: Claim, clock: Clock, term: AbortController): Promise<void> {
  const end = () => term.abort();
  let cancelDeadline = clock.schedule(renewDeadlineMs, end);
  while (!term.signal.aborted) {
    await pause(clock, renewMs, term.signal);
    if (term.signal.aborted) break;
    if (!(await claim.take())) continue;
    cancelDeadline();
    cancelDeadline = clock.schedule(renewDeadlineMs, end);
  }
  cancelDeadline();
}

interface ClaimMeans {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly report: LeaseReport;
}

class Claim {
  readonly #means: ClaimMeans;
  readonly #identity: LeaseIdentity;
  readonly #collection: string;
  readonly #path: string;
  /** Since when, on our clock, the Lease has been as it is. */
  #seen: { readonly version: string; readonly at: number } | undefined;

  constructor(means: ClaimMeans, identity: LeaseIdentity) {
    this.#means = means;
    this.#identity = identity;
    this.#collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(identity.namespace)}/leases`;
    this.#path = `${this.#collection}/${encodeURIComponent(identity.name)}`;
  }

  /** Takes or renews the Lease; false: somebody else holds it, or the API server could not be asked. */
  async take(): Promise<boolean> {
    const taken = await this.#reporting(() => this.#attempt());
    return taken ?? false;
  }

  /** If that fails, the Lease expires by itself. */
  async giveBack(): Promise<void> {
    await this.#reporting(async () => {
      const lease = await this.#read();
      if (lease?.spec?.holderIdentity !== this.#identity.holder) return;
      const renewTime = microTime(this.#means.clock.now());
      await this.#write(lease.metadata, { ...lease.spec, holderIdentity: '', renewTime });
    });
  }

  async #attempt(): Promise<boolean> {
    const lease = await this.#read();
    if (!lease) {
      const { namespace, name } = this.#identity;
      const body = leaseObject({ namespace, name }, this.#specAfter(undefined));
      await this.#means.http.json({ method: 'POST', path: this.#collection, body });
      return true;
    }
    if (lease.spec?.holderIdentity !== this.#identity.holder && !this.#isFree(lease)) {
      this.#means.report.waiting();
      return false;
    }
    await this.#write(lease.metadata, this.#specAfter(lease.spec));
    return true;
  }

  async #read(): Promise<Lease | undefined> {
    try {
      return (await this.#means.http.json({ method: 'GET', path: this.#path })) as Lease;
    } catch (error) {
      if (isFault(error) && error.kind === 'vanished') return undefined;
      throw error;
    }
  }

  async #write(metadata: Lease['metadata'], spec: LeaseSpec): Promise<void> {
    await this.#means.http.json({ method: 'PUT', path: this.#path, body: leaseObject(metadata, spec) });
  }

  #isFree({ metadata, spec }: Lease): boolean {
    if (!spec?.holderIdentity) return true;
    const version = String(metadata['resourceVersion']);
    const now = this.#means.clock.now();
    if (this.#seen?.version !== version) this.#seen = { version, at: now };
    return now - this.#seen.at >= 1000 * (spec.leaseDurationSeconds ?? leaseSeconds);
  }

  #specAfter(before: LeaseSpec | undefined): LeaseSpec {
    const now = microTime(this.#means.clock.now());
    const { holder } = this.#identity;
    const held = before?.holderIdentity === holder;
    return {
      holderIdentity: holder,
      leaseDurationSeconds: leaseSeconds,
      acquireTime: (held && before.acquireTime) || now,
      renewTime: now,
      leaseTransitions: (before?.leaseTransitions ?? 0) + (held || !before ? 0 : 1),
    };
  }

  /** A conflict is another replica that was faster, and no news: the next look shows who. */
  async #reporting<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isFault(error)) throw error;
      if (error.kind !== 'conflict') this.#means.report.troubled(error);
      return undefined;
    }
  }
}

function leaseObject(metadata: Readonly<Record<string, unknown>>, spec: LeaseSpec): unknown {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
}

/** metav1.MicroTime: RFC 3339 with exactly six decimals. */
function microTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
