// The fields of Go structs with their tags: what protobuf's own description leaves out (name in JSON, presence, inlining).
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WireTrait } from '../../kubernetes/wire-message.ts';

/** One field of a struct that has a protobuf number. */
export interface GoField {
  readonly number: number;
  readonly jsonName: string;
  readonly traits: readonly WireTrait[];
}

/** Fields by struct name. */
export type GoStructs = ReadonlyMap<string, readonly GoField[]>;

const structStart = /^type (?<name>\w+) struct \{$/;
const tagged = /^\s+(?:\w+\s+)?(?<type>[\w.*[\]]+)\s+`(?<tags>.*protobuf:"[a-z0-9]+,(?<number>\d+),.*)`/;

function fieldOf(line: string): GoField | undefined {
  const { type, tags, number } = tagged.exec(line)?.groups ?? {};
  if (type === undefined || tags === undefined) return undefined;
  const [jsonName = '', ...options] = (/json:"(?<json>[^"]*)"/.exec(tags)?.groups?.['json'] ?? '').split(',');
  const traits: WireTrait[] = [
    ...(options.includes('inline') ? (['inline'] as const) : []),
    ...(type.startsWith('*') ? (['pointer'] as const) : []),
    ...(options.includes('omitempty') ? (['omitempty'] as const) : []),
    ...(options.includes('omitzero') ? (['omitzero'] as const) : []),
  ];
  return { number: Number(number), jsonName, traits };
}

/** The tagged structs of the Go package in a directory. */
export function goStructs(directory: string): GoStructs {
  const structs = new Map<string, GoField[]>();
  for (const file of readdirSync(directory)) {
    if (!file.endsWith('.go') || file.includes('generated') || file.endsWith('_test.go')) continue;
    let current: GoField[] | undefined;
    for (const line of readFileSync(join(directory, file), 'utf8').split('\n')) {
      const start = structStart.exec(line)?.groups?.['name'];
      if (start !== undefined) structs.set(start, (current = []));
      else if (line === '}') current = undefined;
      const field = current && fieldOf(line);
      if (field) current?.push(field);
    }
  }
  return structs;
}
