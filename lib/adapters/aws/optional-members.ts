// SDK shapes type every member as optional, in what is sent and in what comes back.

/** Drops absent members: an SDK shape distinguishes "not said" from "said to be undefined" only by presence. */
export function dropAbsent<T extends Readonly<Record<string, unknown>>>(
  members: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** A text that AWS always answers with. */
export function text(member: string | undefined): string {
  return member ?? '';
}

/** A number that AWS always answers with. */
export function number(member: number | undefined): number {
  return member ?? 0;
}

/** A list, which AWS may leave out when it is empty. */
export function list<Item>(members: readonly Item[] | undefined): readonly Item[] {
  return members ?? [];
}
