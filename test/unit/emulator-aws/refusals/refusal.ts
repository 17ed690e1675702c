// One row of the tables of refused requests.
import type { FrontDoor } from '../front-door.ts';

export interface Refusal {
  /** What is wrong, as a sentence about the request. */
  readonly request: string;
  readonly send: (account: FrontDoor) => Promise<unknown>;
  /** Wire code as the SDK names it. */
  readonly code: string;
  /** The whole text, or a part of it where AWS's text is not known exactly. */
  readonly message: string | RegExp;
  /** Run on an account of its own, after this. */
  readonly after?: (account: FrontDoor) => Promise<unknown>;
  /** The public page that says so. */
  readonly page?: string;
}

interface RefusalDetails {
  readonly page: string;
  readonly code?: string;
  readonly after?: NonNullable<Refusal['after']>;
}

/** A row; ValidationError unless it says otherwise. */
export const refused = (
  request: string,
  send: Refusal['send'],
  message: Refusal['message'],
  { code = 'ValidationError', ...details }: RefusalDetails,
): Refusal => ({ request, send, message, code, ...details });
