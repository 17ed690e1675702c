// JSON patch (RFC 6902).
import { badRequest, unprocessable } from '../api-error.ts';
import { asText, cloneJson, equalJson, isRecord, ownField, setField, type Fields } from '../json.ts';

type Container = Fields | unknown[];

const unescape = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');
const pointer = (path: string) => path.split('/').slice(1).map(unescape);

/** What does not apply is refused in one way: the real server keeps the reason to itself. */
const rejected = () => unprocessable('the server rejected our request due to an error in our request');

function read(root: unknown, path: string): unknown {
  return pointer(path).reduce<unknown>((current, token) => {
    const next = Array.isArray(current)
      ? ownField({ ...current }, token)
      : isRecord(current)
        ? ownField(current, token)
        : undefined;
    if (next === undefined) throw rejected();
    return next;
  }, root);
}

function isContainer(value: unknown): value is Container {
  return isRecord(value) || Array.isArray(value);
}

/** The container that holds the last step of a path, and that step. */
function locate(root: unknown, path: string): { readonly parent: Container; readonly last: string } {
  const tokens = pointer(path);
  const parentPath = path.slice(0, path.lastIndexOf('/'));
  const parent = tokens.length < 2 ? root : read(root, parentPath);
  if (!isContainer(parent)) throw rejected();
  return { parent, last: tokens.at(-1) ?? '' };
}

function indexIn(list: readonly unknown[], token: string, limit: number): number {
  const index = token === '-' ? list.length : Number(token);
  if (Number.isInteger(index) && index >= 0 && index < limit) return index;
  throw rejected();
}

function add(root: unknown, path: string, value: unknown): void {
  const { parent, last } = locate(root, path);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, parent.length + 1), 0, value);
  else setField(parent, last, value);
}

function remove(root: unknown, path: string): unknown {
  const { parent, last } = locate(root, path);
  const value = read(root, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return value;
}

/** Replacing a field that is absent sets it: the real server's patch library does not tell absent from null. */
function replace(root: unknown, path: string, value: unknown): void {
  const { parent, last } = locate(root, path);
  if (Array.isArray(parent)) parent[indexIn(parent, last, parent.length)] = value;
  else setField(parent, last, value);
}

/** One operation on a document, in place. */
function operate(document: { root: unknown }, operation: Fields): void {
  const path = asText(operation['path']);
  const from = asText(operation['from']);
  if (path === '' && (operation['op'] === 'replace' || operation['op'] === 'add')) {
    document.root = cloneJson(operation['value']);
    return;
  }
  switch (operation['op']) {
    case 'add':
      return add(document.root, path, cloneJson(operation['value']));
    case 'remove':
      return void remove(document.root, path);
    case 'replace':
      return replace(document.root, path, cloneJson(operation['value']));
    case 'move':
      return add(document.root, path, remove(document.root, from));
    case 'copy':
      return add(document.root, path, cloneJson(read(document.root, from)));
    case 'test':
      if (equalJson(read(document.root, path), operation['value'])) return;
      throw rejected();
    default:
      throw rejected();
  }
}

/** The target after all operations; the target itself is left alone. Throws 400 or 422 as the API server does. */
export function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  const document = { root: cloneJson(target) };
  for (const operation of patch) operate(document, isRecord(operation) ? operation : {});
  return document.root;
}
