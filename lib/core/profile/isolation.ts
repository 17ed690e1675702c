// Which hosts a route serves through the listeners of one port, and what keeps the listeners apart.
// https://gateway-api.sigs.k8s.io/reference/spec/#listener ("listener isolation")
import { anyHost, covers } from '../base/hostname.ts';

export interface Isolation {
  /** Hosts of one route on one port. `ports`: hostnames of all valid listeners of the port. */
  readonly servedHosts: (attached: readonly AttachedHosts[], port: readonly string[]) => readonly ServedHost[];
  /** Listener hostnames whose unmatched requests must not fall through to a less specific listener. `used`: sections with rules. */
  readonly guards: (port: readonly string[], used: readonly string[]) => readonly string[];
}

/** A route's attachment to one listener. An empty hostname is every host. */
export interface AttachedHosts {
  readonly listener: string;
  /** Whether the listener is served. */
  readonly isServed: boolean;
  readonly hostnames: readonly string[];
}

/** Units are ordered by section (a listener's hostname) before anything else. */
export interface ServedHost {
  readonly section: string;
  readonly hostname: string;
}

/** Each listener by itself; a host that a more specific listener owns is not this one's. */
export const isolated: Isolation = {
  servedHosts: (attached, port) =>
    unique(
      attached.flatMap(({ listener, isServed, hostnames }) => {
        if (!isServed) return [];
        const owners = port.filter((other) => other !== listener && covers(listener, other));
        return hostnames
          .filter((hostname) => hostname === anyHost || !owners.some((owner) => covers(owner, hostname)))
          .map((hostname) => ({ section: listener, hostname }));
      }),
    ),
  guards: (port, used) =>
    [...new Set(port)].filter(
      (listener) => listener !== anyHost && used.some((other) => other !== listener && covers(other, listener)),
    ),
};

/**
 * LIM-05: listeners share one list. LIM-04: hostnames of listeners that have one are united, and only if that leaves nothing
 * do the listeners without hostname count. LIM-06: listeners that are not served count too.
 */
export const shared: Isolation = {
  servedHosts: (attached) => {
    const named = attached.filter(({ listener }) => listener !== anyHost).flatMap(({ hostnames }) => hostnames);
    const hostnames = named.length > 0 ? named : attached.flatMap((attachment) => attachment.hostnames);
    return [...new Set(hostnames)].map((hostname) => ({ section: anyHost, hostname }));
  },
  guards: () => [],
};

function unique(units: readonly ServedHost[]): readonly ServedHost[] {
  return [...new Map(units.map((unit) => [`${unit.section} ${unit.hostname}`, unit])).values()];
}
