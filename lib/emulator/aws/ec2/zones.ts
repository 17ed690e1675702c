// Availability zones of the emulated region: three, named a to c.

/** Names of the zones, e.g. `us-west-2a`. */
export const zoneNames = (region: string): readonly string[] => ['a', 'b', 'c'].map((letter) => `${region}${letter}`);

/** `us-west-2a` → `usw2-az1` */
export function zoneId(zone: string): string {
  const [, area = '', direction = '', number = '', letter = 'a'] = /^([a-z]+)-([a-z]+)-(\d)([a-z])$/.exec(zone) ?? [];
  const initials = direction.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0));
  return `${area}${initials}${number}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}
