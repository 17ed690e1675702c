// The CEL environment of validation rules: the language, and the functions Kubernetes adds to it
// (https://kubernetes.io/docs/reference/using-api/cel/). A rule that uses a function outside this list does not compile,
// and the CustomResourceDefinition that carries it is refused.
import { isIP } from 'node:net';
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { isRecord, ownField } from '../json.ts';
import { hasFormat } from './format.ts';
import { re2 } from './re2.ts';

/** A compiled CEL expression; evaluation throws what CEL calls an error. */
export type CelProgram = (variables: Readonly<Record<string, unknown>>) => unknown;

/** What a macro gets to evaluate its arguments with. */
interface MacroHost<Result> {
  run(node: ASTNode, context: unknown): Result;
  check(node: ASTNode, context: unknown): Result;
}

/**
 * `has(x.y[0].z)`: whether the last field is there. The library's own `has` accepts a chain of fields only, without
 * indexes and calls, which the language allows and the Gateway API's rules use.
 */
function hasField({ args }: { readonly args: readonly ASTNode[] }) {
  const [selection] = args;
  if (args.length !== 1 || selection?.op !== '.') throw new Error('invalid argument to has() macro');
  const [operand, field] = selection.args;
  return {
    typeCheck: (
      checker: MacroHost<unknown> & { getType(name: string): unknown },
      _macro: unknown,
      context: unknown,
    ) => {
      checker.check(operand, context);
      return checker.getType('bool');
    },
    evaluate: (evaluator: MacroHost<unknown>, _macro: unknown, context: unknown) => {
      const value = evaluator.run(operand, context);
      if (!isRecord(value)) throw new Error('no such overload: has()');
      return ownField(value, field) !== undefined;
    },
  };
}

type Ordered = bigint | number | string;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
})
  .registerFunction('hasField(ast): bool', hasField)
  .registerFunction('isIP(string): bool', (text: string) => isIP(text) !== 0)
  .registerFunction('isCIDR(string): bool', (text: string) => hasFormat(text, 'cidr'))
  .registerFunction('isURL(string): bool', (text: string) => URL.canParse(text))
  .registerFunction('string.matchesRe2(string): bool', (text: string, pattern: string) => re2(pattern).test(text))
  .registerFunction('matchesRe2(dyn, dyn): bool', (text: unknown, pattern: unknown) =>
    re2(String(pattern)).test(String(text)),
  )
  .registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => re2(pattern).exec(text)?.[0] ?? '',
  )
  .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
    [...text.matchAll(re2(pattern, 'g'))].map((match) => match[0]),
  )
  .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
    text.replaceAll(from, to),
  )
  .registerFunction('list.isSorted(): bool', (list: Ordered[]) =>
    list.every((item, index) => index === 0 || (list[index - 1] ?? item) <= item),
  )
  .registerFunction('list.sum(): dyn', (list: (bigint | number)[]) =>
    typeof list[0] === 'number'
      ? list.reduce<number>((sum, item) => sum + Number(item), 0)
      : list.reduce<bigint>((sum, item) => sum + BigInt(item), 0n),
  )
  .registerFunction('list.min(): dyn', (list: Ordered[]) => list.reduce((least, item) => (item < least ? item : least)))
  .registerFunction('list.max(): dyn', (list: Ordered[]) => list.reduce((most, item) => (item > most ? item : most)))
  .registerFunction('list.indexOf(dyn): int', (list: unknown[], item: unknown) => BigInt(list.indexOf(item)))
  .registerFunction('list.lastIndexOf(dyn): int', (list: unknown[], item: unknown) => BigInt(list.lastIndexOf(item)));

const programs = new Map<string, CelProgram>();

/** Compiles an expression over `self` and `oldSelf`; throws when it is not valid. Compiled programs are kept. */
export function compileCel(expression: string): CelProgram {
  const known = programs.get(expression);
  if (known) return known;
  const source = expression.replaceAll(/\bmatches\s*\(/g, 'matchesRe2(').replaceAll(/\bhas\s*\(/g, 'hasField(');
  const program = environment.parse(source) as CelProgram;
  programs.set(expression, program);
  return program;
}
