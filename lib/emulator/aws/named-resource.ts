// The resource a call is about, for the call log: what its input names by ARN or id, the most telling member first.
import type { Input } from './service.ts';

/** An ARN or id, or undefined for a call that names nothing. */
export function namedResource(input: Input): string | undefined {
  for (const ending of [/Arns?$/, /Ids?$/, /Names?$/]) {
    for (const [member, value] of Object.entries(input)) {
      const first = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
      if (ending.test(member) && typeof first === 'string') return first;
    }
  }
  return undefined;
}
