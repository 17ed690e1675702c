import type { ConditionText, Matching } from '../../profile/matching/condition-text.ts';

/** The same matching, which says the hosts that many units have in common once. */
export function rememberHosts(matching: Matching): Matching {
  const known = new Map<string, ConditionText>();
  return {
    ...matching,
    hosts: (hosts, room) => {
      const key = `${room} ${hosts.join()}`;
      const text = known.get(key) ?? matching.hosts(hosts, room);
      known.set(key, text);
      return text;
    },
  };
}
