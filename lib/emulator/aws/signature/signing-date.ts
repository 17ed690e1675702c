// When a request was signed, and whether that is now. Two clocks count as now: the emulated one, on which the functions of
// the emulated Lambda live, and the machine's, on which clients outside live, whom moving the emulated time cannot move.
import type { Objection } from './objection.ts';
import type { SignedRequest } from './signed-request.ts';

/** Milliseconds since the epoch, on both clocks. */
export interface Times {
  readonly now: number;
  readonly outside: number;
}

/** "In most cases, a request must reach AWS within five minutes"; S3 allows 15 (S3 API, "Error responses"). */
const windowMinutes = (service: string) => (service === 's3' ? 15 : 5);

/** The longest a presigned request may say it holds: seven days (S3 API, "Authenticating requests: query parameters"). */
const maximumExpiry = 604_800;

/** `20260101T000000Z` as milliseconds; undefined for any other text. */
export function parseSigningDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

const format = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');

/** The objection to a date that is malformed, too old or still to come on both clocks. */
export function dateObjection(signed: SignedRequest, times: Times): Objection | undefined {
  const date = parseSigningDate(signed.date);
  if (date === undefined) {
    return {
      kind: 'incomplete',
      message: `Date must be in ISO-8601 'basic format'. Got '${signed.date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    };
  }
  const expiry = expiryOf(signed);
  if (typeof expiry !== 'number') return expiry;
  const minutes = windowMinutes(signed.service);
  const complaints = [times.now, times.outside].map((now) => complaintAt(date, now, expiry, minutes));
  return complaints.includes(undefined) ? undefined : complaints[0];
}

/** Seconds for which a request holds; the window itself for one that is not presigned. */
function expiryOf({ place, expires, service }: SignedRequest): number | Objection {
  if (place === 'header' || expires === '') return windowMinutes(service) * 60;
  const seconds = Number(expires);
  if (!Number.isInteger(seconds) || seconds < 0)
    return { kind: 'incomplete', message: 'X-Amz-Expires should be a number' };
  if (seconds <= maximumExpiry) return seconds;
  return {
    kind: 'incomplete',
    message:
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
  };
}

function complaintAt(date: number, now: number, expirySeconds: number, minutes: number): Objection | undefined {
  const windowMs = minutes * 60_000;
  if (date - windowMs > now) {
    return {
      kind: 'expired-signature',
      message: `Signature not yet current: ${format(date)} is still later than ${format(now + windowMs)} (${format(now)} + ${minutes} min.)`,
    };
  }
  if (date + expirySeconds * 1000 >= now) return undefined;
  return {
    kind: 'expired-signature',
    message: `Signature expired: ${format(date)} is now earlier than ${format(now - expirySeconds * 1000)} (${format(now)} - ${Math.floor(expirySeconds / 60)} min.)`,
  };
}
