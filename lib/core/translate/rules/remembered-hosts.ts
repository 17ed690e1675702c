import type { ConditionText, Matching } from '../../profile/matching/condition-text.ts';

/** The same matching, which says a host that many units have in common once. */
export function rememberHosts(matching: Matching): Matching {
  const known = new Map<string, ConditionText>();
  return {
    ...matching,
    hosts: (hosts, room) => {
      const [host, ...others] = hosts;
      if (host === undefined || others.length > 0) return matching.hosts(hosts, room);
      const text = known.get(`${room} ${host}`) ?? matching.hosts(hosts, room);
      known.set(`${room} ${host}`, text);
      return text;
    },
  };
}
