// Availability zones of the emulated region: three, named a to c.

/** Names of the zones, e.g. `us-west-2a`. */
export const zoneNames = (region: string): readonly string[] => ['a', 'b', 'c'].map((letter) => `${region}${letter}`);

/** `us-west-2a` → `usw2-az1`, `us-gov-east-1b` → `usge1-az2` */
export function zoneId(zone: string): string {
  const [area = '', ...rest] = zone.slice(0, -1).split('-');
  const number = rest.at(-1) ?? '';
  const initials = rest
    .slice(0, -1)
    .map((direction) => direction.replace(/gov|north|south|east|west|central/g, (word) => word.charAt(0)));
  const index = zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0) + 1;
  return `${area}${initials.join('')}${number}-az${index}`;
}
