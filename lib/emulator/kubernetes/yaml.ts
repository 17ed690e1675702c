// YAML as the API server reads it: YAML 1.1 scalars (`yes`, `010`, `1_000`) without its times and sexagesimal numbers, the
// first document only, the last of several equal keys, and no document that its aliases make many times as large.
import {
  binaryTag,
  boolYaml11Tag,
  CORE_SCHEMA,
  defineScalarTag,
  intCoreTag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
} from 'js-yaml';
import { maximumDepth } from './parse-json.ts';

const bases: readonly (readonly [RegExp, number])[] = [
  [/^[-+]?0b[01_]+$/i, 2],
  [/^[-+]?0o?[0-7_]+$/i, 8],
  [/^[-+]?0x[\da-f_]+$/i, 16],
  [/^[-+]?\d[\d_]*$/, 10],
];

function integer(source: string): number | typeof NOT_RESOLVED {
  const base = bases.find(([pattern]) => pattern.test(source))?.[1];
  if (base === undefined) return NOT_RESOLVED;
  const digits = source
    .replaceAll('_', '')
    .replace(/^[-+]/, '')
    .replace(/^0[box]/i, '');
  const size = Number.parseInt(digits, base);
  return Number.isNaN(size) ? NOT_RESOLVED : source.startsWith('-') ? -size : size;
}

const binaryText = defineScalarTag<string>(binaryTag.tagName, {
  resolve: (source) => Buffer.from(source, 'base64').toString('utf8'),
  identify: () => false,
});

const schema = CORE_SCHEMA.withTags(
  boolYaml11Tag,
  defineScalarTag<number>(intCoreTag.tagName, { ...intCoreTag, resolve: integer }),
  mergeTag,
  binaryText,
);

/** The share of a document's values that aliases may repeat: small documents may repeat freely. */
function allowedShare(values: number): number {
  const [small, large] = [400_000, 4_000_000];
  if (values <= small) return 0.99;
  return values >= large ? 0.1 : 0.99 - (0.89 * (values - small)) / (large - small);
}

/** Counts the values of a document as if its aliases were written out, until they are too many. */
class AliasCount {
  readonly #seen = new Set<object>();
  readonly #open = new Set<object>();
  #values = 0;
  #repeated = 0;

  add(value: unknown, isRepeated = false): void {
    this.#values += 1;
    if (isRepeated) this.#repeated += 1;
    if (this.#repeated > 100 && this.#values > 1000 && this.#repeated / this.#values > allowedShare(this.#values))
      throw new Error('document contains excessive aliasing');
    if (typeof value !== 'object' || value === null) return;
    if (this.#open.has(value)) throw new Error('anchor value contains itself');
    const isAlias = isRepeated || this.#seen.has(value);
    this.#seen.add(value);
    this.#open.add(value);
    for (const child of Object.values(value)) this.add(child, isAlias);
    this.#open.delete(value);
  }
}

/** The first document of a YAML text. Throws an error that says why there is none. */
export function parseYaml(text: string): unknown {
  const [document] = loadAll(text, { schema, json: true, maxDepth: maximumDepth });
  new AliasCount().add(document);
  return document;
}
