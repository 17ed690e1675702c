// Tags of a row.

export type TagMap = Readonly<Record<string, string>>;
