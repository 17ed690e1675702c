// What was called, by whom, with which outcome. Outside checks read it as JSON lines.

/** One finished AWS call. */
export interface CallLogEntry {
  /** Milliseconds since the epoch on the emulated clock, when the call arrived. */
  readonly at: number;
  /** Signing name, e.g. `elasticloadbalancing`. */
  readonly service: string;
  readonly action: string;
  /** ARN or id the call is about; `*` when it names none. */
  readonly resource: string;
  /** Name of the identity behind the access key. */
  readonly caller: string;
  readonly status: number;
  /** Error code, when refused. */
  readonly code?: string;
}

/** Members to match; absent ones match everything. */
export type CallLogQuery = Partial<Pick<CallLogEntry, 'service' | 'action' | 'resource' | 'caller' | 'code'>> & {
  /** Only calls that arrived at or after this time. */
  readonly since?: number;
};

export interface CallLog {
  add(entry: CallLogEntry): void;
  /** Entries in order of arrival. */
  entries(query?: CallLogQuery): readonly CallLogEntry[];
  /** One JSON object per line, each ended by a newline; empty text without calls. */
  toJsonLines(query?: CallLogQuery): string;
  /** Called with each new entry; returns the unsubscribe function. */
  subscribe(added: (entry: CallLogEntry) => void): () => void;
  clear(): void;
}

const matches = (entry: CallLogEntry, { since, ...members }: CallLogQuery) =>
  (since === undefined || entry.at >= since) &&
  Object.entries(members).every(
    ([member, value]) => value === undefined || entry[member as keyof typeof members] === value,
  );

/** An empty log. */
export function createCallLog(): CallLog {
  let all: CallLogEntry[] = [];
  const listeners = new Set<(entry: CallLogEntry) => void>();
  const entries = (query: CallLogQuery = {}) => all.filter((entry) => matches(entry, query));
  return {
    add: (entry) => {
      all.push(entry);
      for (const listener of listeners) listener(entry);
    },
    entries,
    toJsonLines: (query) =>
      entries(query)
        .map((entry) => `${JSON.stringify(entry)}\n`)
        .join(''),
    subscribe: (added) => {
      listeners.add(added);
      return () => void listeners.delete(added);
    },
    clear: () => {
      all = [];
    },
  };
}
