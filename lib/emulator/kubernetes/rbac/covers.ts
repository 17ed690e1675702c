// Whether some RBAC rules grant all that others would (k8s.io/component-helpers `auth/rbac/validation`).
import { asList, asText, type Fields } from '../json.ts';

/** The smallest right: one verb on one resource (perhaps of one name) or on one path. */
interface Right {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly path?: string;
}

const texts = (rule: Fields, field: string) => asList(rule[field]).map(asText);

function rightsOf(rule: Fields): readonly Right[] {
  const names = texts(rule, 'resourceNames');
  const onResources = texts(rule, 'apiGroups').flatMap((group) =>
    texts(rule, 'resources').flatMap((resource) =>
      texts(rule, 'verbs').flatMap((verb): Right[] =>
        names.length === 0 ? [{ verb, group, resource }] : names.map((name) => ({ verb, group, resource, name })),
      ),
    ),
  );
  const onPaths = texts(rule, 'nonResourceURLs').flatMap((path) =>
    texts(rule, 'verbs').map((verb): Right => ({ verb, path })),
  );
  return [...onResources, ...onPaths];
}

const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);

function coversPath(rule: Fields, path: string): boolean {
  return texts(rule, 'nonResourceURLs').some(
    (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
  );
}

function coversResource(rule: Fields, resource: string): boolean {
  const resources = texts(rule, 'resources');
  const [, subresource] = resource.split('/');
  return has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`));
}

function grants(rule: Fields, { verb, group, resource, name, path }: Right): boolean {
  if (!has(texts(rule, 'verbs'), verb)) return false;
  if (path !== undefined) return coversPath(rule, path);
  const names = texts(rule, 'resourceNames');
  const isNamed = names.length === 0 || (name !== undefined && names.includes(name));
  return isNamed && has(texts(rule, 'apiGroups'), group ?? '') && coversResource(rule, resource ?? '');
}

/** `["get" "list"]`, as Go's %q writes a list of texts. */
const goList = (items: readonly string[]) => `[${items.map((item) => JSON.stringify(item)).join(' ')}]`;

function describe(right: Right, verbs: readonly string[]): string {
  const parts = [
    ...(right.group === undefined ? [] : [`APIGroups:${goList([right.group])}`]),
    ...(right.resource === undefined ? [] : [`Resources:${goList([right.resource])}`]),
    ...(right.path === undefined ? [] : [`NonResourceURLs:${goList([right.path])}`]),
    ...(right.name === undefined ? [] : [`ResourceNames:${goList([right.name])}`]),
    `Verbs:${goList(verbs)}`,
  ];
  return `{${parts.join(', ')}}`;
}

/** What `wanted` grants and `held` does not: one text for each resource or path, in alphabetical order. */
export function missingRights(held: readonly Fields[], wanted: readonly Fields[]): readonly string[] {
  const missing = wanted.flatMap(rightsOf).filter((right) => !held.some((rule) => grants(rule, right)));
  const bySubject = Map.groupBy(missing, ({ verb: _, ...subject }) => JSON.stringify(subject));
  return [...bySubject.values()]
    .map((rights) => describe(rights[0] ?? { verb: '' }, [...new Set(rights.map(({ verb }) => verb))]))
    .sort();
}
