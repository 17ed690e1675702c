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
}
