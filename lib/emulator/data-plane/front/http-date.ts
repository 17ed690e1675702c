// The Date header, made once a second.
let second = NaN;
let text = '';

/** The moment `now` (milliseconds since the epoch) as RFC 9110 §5.6.7 writes it. */
export function httpDate(now: number): string {
  const present = Math.floor(now / 1000);
  if (present !== second) {
    second = present;
    text = new Date(present * 1000).toUTCString();
  }
  return text;
}
