// Comparators. Text is compared by UTF-16 code units: the same everywhere, unlike localeCompare.

export type Compare<T> = (a: T, b: T) => number;

export const compareText: Compare<string> = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export const compareNumbers: Compare<number> = (a, b) => a - b;

/** Compares what `of` takes out of the values. */
export function by<T, Part>(of: (value: T) => Part, compare: Compare<Part>): Compare<T> {
  return (a, b) => compare(of(a), of(b));
}

/** The first comparator that finds a difference decides. */
export function inTurn<T>(...comparators: readonly Compare<T>[]): Compare<T> {
  return (a, b) => {
    for (const compare of comparators) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** The Gateway API's tie-break: oldest first, then by `namespace/name`. RFC 3339 times in UTC sort as text. */
export const oldestFirst: Compare<{
  readonly creationTimestamp: string;
  readonly namespace: string;
  readonly name: string;
}> = inTurn(
  by((object) => object.creationTimestamp, compareText),
  by((object) => `${object.namespace}/${object.name}`, compareText),
);
