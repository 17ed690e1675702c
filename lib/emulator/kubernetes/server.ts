// The parts a request handler needs, put together once per API server.
import type { Authentication } from './authentication.ts';
import type { User } from './user.ts';
import type { Attributes, Decision } from './authorization.ts';
import type { Weather } from './interruptions.ts';
import type { Machinery } from './machinery.ts';
import type { ServiceAccountTokens } from './service-accounts/service-account-tokens.ts';
import type { KubernetesObject } from './object.ts';
import type { WatchStream } from './reads/watch-stream.ts';

export interface Server {
  readonly machinery: Machinery;
  readonly authentication: Authentication;
  readonly decide: (user: User, asked: Attributes) => Decision;
  readonly weather: Weather;
  readonly openWatches: Set<WatchStream>;
  /** Issues and recognises the tokens of service accounts. */
  readonly tokens: ServiceAccountTokens;
  /** What a container has written so far; undefined when nobody keeps it. */
  readonly podLog: (pod: KubernetesObject, container: string) => string | undefined;
}

/** One authenticated request's own state. */
export interface Exchange {
  readonly user: User;
  /** Warnings for the answer, in order. */
  readonly warnings: string[];
}
