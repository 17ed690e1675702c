// JSON patch as the real server's library reads it (github.com/evanphx/json-patch v4), which is not RFC 6902 to the
// letter: a field that is absent reads as null, lists count from their end with negative indexes, and a patch has no
// way to replace the whole document except `replace`.
import { badRequest, unprocessable } from '../api-error.ts';
import { asRecord, asText, cloneJson, equalJson, isRecord, ownField, setField, type Fields } from '../json.ts';

type Container = Fields | unknown[];

/** Where a path leads: the object or list that holds its last step, and that step. */
interface Place {
  readonly parent: Container;
  readonly step: string;
}

/** What does not apply is refused in one way: the real server keeps the reason to itself. */
export const rejected = () => unprocessable('the server rejected our request due to an error in our request');

const unescape = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** The index a step names in a list of a size; one below zero counts from the end. */
function indexIn(size: number, step: string): number {
  const index = /^[-+]?\d+$/.test(step) ? Number(step) : Number.NaN;
  const place = index < 0 ? index + size : index;
  if (place >= 0 && place < size) return place;
  throw rejected();
}

/** What is at a step: null where an object has no such field. */
function get(parent: Container, step: string): unknown {
  if (Array.isArray(parent)) return parent[indexIn(parent.length, step)] as unknown;
  return ownField(parent, step) ?? null;
}

function add({ parent, step }: Place, value: unknown): void {
  if (!Array.isArray(parent)) return setField(parent, step, value);
  const index = step === '-' ? parent.length : indexIn(parent.length + 1, step);
  parent.splice(index, 0, value);
}

function remove({ parent, step }: Place): void {
  if (Array.isArray(parent)) parent.splice(indexIn(parent.length, step), 1);
  else if (Object.hasOwn(parent, step)) delete parent[step];
  else throw rejected();
}

function replace({ parent, step }: Place, value: unknown): void {
  if (Array.isArray(parent)) parent[indexIn(parent.length, step)] = value;
  else setField(parent, step, value);
}

/** Finds a place; refuses a path through what is neither object nor list, and the path of the document itself. */
function locate(root: unknown, path: string): Place {
  const steps = path.split('/').slice(1).map(unescape);
  const step = steps.pop();
  let parent: unknown = root;
  for (const name of steps) parent = isRecord(parent) || Array.isArray(parent) ? get(parent, name) : undefined;
  if (step === undefined || !(isRecord(parent) || Array.isArray(parent))) throw rejected();
  return { parent, step };
}

/** What a path leads to, the document itself included. */
function valueOf(root: unknown, path: string): unknown {
  if (path === '') return root;
  const { parent, step } = locate(root, path);
  return get(parent, step);
}

function move(root: unknown, from: string, path: string): void {
  const source = locate(root, from);
  const value = get(source.parent, source.step);
  remove(source);
  add(locate(root, path), value);
}

/** One operation on a document, in place; the document after it. */
function operate(root: unknown, operation: Fields): unknown {
  const path = asText(operation['path']);
  const from = asText(operation['from']);
  const value = cloneJson(operation['value'] ?? null);
  switch (operation['op']) {
    case 'add':
      add(locate(root, path), value);
      return root;
    case 'remove':
      remove(locate(root, path));
      return root;
    case 'replace':
      if (path === '') return value;
      replace(locate(root, path), value);
      return root;
    case 'move':
      move(root, from, path);
      return root;
    case 'copy': {
      const { parent, step } = locate(root, from);
      add(locate(root, path), cloneJson(get(parent, step)));
      return root;
    }
    case 'test':
      if (!equalJson(valueOf(root, path), value)) throw rejected();
      return root;
    default:
      throw rejected();
  }
}

const undecodable = (found: string, wanted: string) =>
  badRequest(`error decoding patch: json: cannot unmarshal ${found} into Go value of type ${wanted}`);

/** The target after all operations; the target itself is left alone. Throws 400 or 422 as the API server does. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (patch === null) return target;
  if (!Array.isArray(patch)) throw undecodable(isRecord(patch) ? 'object' : typeof patch, '[]handlers.jsonPatchOp');
  const wrong = patch.find((operation) => operation !== null && !isRecord(operation));
  if (wrong !== undefined) throw undecodable(Array.isArray(wrong) ? 'array' : typeof wrong, 'handlers.jsonPatchOp');
  const wordless = patch.flatMap((operation) => [asRecord(operation)['op'] ?? '', asRecord(operation)['path'] ?? '']);
  if (!wordless.every((word) => typeof word === 'string')) throw undecodable('number', 'string');
  return patch.reduce<unknown>((root, operation: Fields | null) => operate(root, operation ?? {}), cloneJson(target));
}
