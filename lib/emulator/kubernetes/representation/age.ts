// Ages as kubectl shows them (k8s.io/apimachinery `duration.HumanDuration`).

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const join = (big: number, bigUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;

/** `30s`, `4m5s`, `27m`, `3h7m`, `2d4h`, `45d`, `2y11d`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.max(Math.floor(milliseconds / 1000), 0);
  const minutes = Math.floor(seconds / minute);
  const hours = Math.floor(seconds / hour);
  const days = Math.floor(seconds / day);
  if (seconds < 2 * minute) return `${seconds}s`;
  if (minutes < 10) return join(minutes, 'm', seconds % minute, 's');
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return join(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (days < 8) return join(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  return join(Math.floor(days / 365), 'y', days % 365, 'd');
}
