// Every `throw` of the emulated AWS account, made deletable: modules loaded after `makeDeletable` skip the one statement
// that `deletion.check` names. Nothing is written to disk.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A statement that refuses something. */
export interface Check {
  readonly id: number;
  /** Relative to the root, with slashes. */
  readonly file: string;
  readonly line: number;
  /** The refusal as it is written, on one line. */
  readonly text: string;
}

interface Deletion {
  /** Id of the check that is skipped; -1: none. */
  check: number;
  /** Ids of the checks that have refused something since the set was last emptied. */
  readonly hits: Set<number>;
}

const name = 'albatrossDeletedCheck';

/** What is deleted now, and which checks spoke. */
export const deletion: Deletion = { check: -1, hits: new Set() };

/** Instruments the modules whose path passes the filter. The returned list grows as they are loaded. */
export function makeDeletable(root: string, accepts: (file: string) => boolean): readonly Check[] {
  const checks: Check[] = [];
  Object.assign(globalThis, { [name]: shouldThrow });
  registerHooks({
    load: (url, context, nextLoad) => {
      if (!url.startsWith('file:')) return nextLoad(url, context);
      const path = fileURLToPath(url);
      const file = relative(root, path).split(sep).join('/');
      if (!file.endsWith('.ts') || !accepts(file)) return nextLoad(url, context);
      const source = instrument(file, readFileSync(path, 'utf8'), checks);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
  return checks;
}

function shouldThrow(id: number): boolean {
  if (deletion.check === id) return false;
  deletion.hits.add(id);
  return true;
}

/** `throw x;` becomes `if (shouldThrow(7)) throw x;`, except for failures that are the emulator's own. */
function instrument(file: string, source: string, checks: Check[]): string {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const inserts: { readonly at: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node) && isRefusal(node)) {
      const at = node.getStart(tree);
      const line = tree.getLineAndCharacterOfPosition(at).line + 1;
      const id = checks.length;
      checks.push({ id, file, line, text: node.getText(tree).replaceAll(/\s+/g, ' ') });
      inserts.push({ at, text: `if (${name}(${id})) ` });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return inserts.reduceRight((text, { at, text: guard }) => text.slice(0, at) + guard + text.slice(at), source);
}

/** `throw new Error(…)` says that the emulator is broken, not that a request is refused. */
function isRefusal({ expression }: ts.ThrowStatement): boolean {
  const isNew = ts.isNewExpression(expression) && ts.isIdentifier(expression.expression);
  const isRethrown = ts.isIdentifier(expression);
  return !isRethrown && !(isNew && /^(Range|Type)?Error$/.test(expression.expression.getText()));
}
