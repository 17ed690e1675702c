// JSON patch (RFC 6902).
import { badRequest, unprocessable } from '../api-error.ts';
import { asText, cloneJson, equalJson, isRecord, type Fields } from '../json.ts';

type Container = Fields | unknown[];

const unescape = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');
const pointer = (path: string) => path.split('/').slice(1).map(unescape);

const missing = (operation: string, path: string) =>
  unprocessable(`${operation} operation does not apply: doc is missing path: "${path}": missing value`);

function read(root: unknown, path: string, operation: string): unknown {
  return pointer(path).reduce<unknown>((current, token) => {
    const next = Array.isArray(current) ? current[Number(token)] : isRecord(current) ? current[token] : undefined;
    if (next === undefined) throw missing(operation, path);
    return next;
  }, root);
}

function isContainer(value: unknown): value is Container {
  return isRecord(value) || Array.isArray(value);
}

/** The container that holds the last step of a path, and that step. */
function locate(root: unknown, path: string, operation: string): { readonly parent: Container; readonly last: string } {
  const tokens = pointer(path);
  const parentPath = path.slice(0, path.lastIndexOf('/'));
  const parent = tokens.length < 2 ? root : read(root, parentPath, operation);
  if (!isContainer(parent)) throw missing(operation, path);
  return { parent, last: tokens.at(-1) ?? '' };
}

function indexIn(list: readonly unknown[], token: string, path: string, limit: number): number {
  const index = token === '-' ? list.length : Number(token);
  if (Number.isInteger(index) && index >= 0 && index < limit) return index;
  throw unprocessable(
    `add operation does not apply: doc is missing path: "${path}": Unable to access invalid index: ${token}`,
  );
}

function add(root: unknown, path: string, value: unknown): void {
  const { parent, last } = locate(root, path, 'add');
  if (Array.isArray(parent)) parent.splice(indexIn(parent, last, path, parent.length + 1), 0, value);
  else parent[last] = value;
}

function remove(root: unknown, path: string, operation: string): unknown {
  const { parent, last } = locate(root, path, operation);
  const value = read(root, path, operation);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return value;
}

function replace(root: unknown, path: string, value: unknown): void {
  read(root, path, 'replace');
  const { parent, last } = locate(root, path, 'replace');
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else parent[last] = value;
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
      return void remove(document.root, path, 'remove');
    case 'replace':
      return replace(document.root, path, cloneJson(operation['value']));
    case 'move':
      return add(document.root, path, remove(document.root, from, 'move'));
    case 'copy':
      return add(document.root, path, cloneJson(read(document.root, from, 'copy')));
    case 'test':
      if (equalJson(read(document.root, path, 'test'), operation['value'])) return;
      throw unprocessable(`testing value ${path} failed: test failed`);
    default:
      throw unprocessable(`Unexpected kind: ${asText(operation['op'])}`);
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
