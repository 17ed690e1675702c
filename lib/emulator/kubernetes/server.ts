// The parts a request handler needs, put together once per API server.
import type { Authentication, User } from './authentication.ts';
import type { Attributes } from './authorization.ts';
import type { Weather } from './interruptions.ts';
import type { Machinery } from './machinery.ts';
import type { WatchStream } from './reads/watch-stream.ts';

export interface Server {
  readonly machinery: Machinery;
  readonly authentication: Authentication;
  readonly isAllowed: (user: User, asked: Attributes) => boolean;
  readonly weather: Weather;
  readonly openWatches: Set<WatchStream>;
}

/** One authenticated request's own state. */
export interface Exchange {
  readonly user: User;
  /** Warnings for the answer, in order. */
  readonly warnings: string[];
}
