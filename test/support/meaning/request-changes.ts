// Small changes to a request, by name, so that a counter-example can be read.
import { exactPaths, headerValues, methods, pick, queryValues, routeHosts } from './alphabets.ts';
import type { ClientRequest } from './specification.ts';

/** The number chooses between variants of the change. */
export type Change = readonly [what: keyof typeof changes, which: number];

type Edit = (request: ClientRequest, which: number) => ClientRequest;

/** One of `texts`, which are never none. */
function one(texts: readonly string[], which: number): string {
  return pick(texts, which) ?? '';
}

/** A host that a hostname stands for. */
export function concrete(hostname: string, sample: number): string {
  return hostname.startsWith('*.') ? `${one(['x', 'y', 'x.y'], sample)}${hostname.slice(1)}` : hostname;
}

function letterOfPath(by: (letter: string) => string): Edit {
  return (request, which) => {
    const { path } = request;
    const at = 1 + (which % Math.max(1, path.length - 1));
    return { ...request, path: path.slice(0, at) + by(path.charAt(at)) + path.slice(at + 1) };
  };
}

function path(by: (path: string, which: number) => string): Edit {
  return (request, which) => ({ ...request, path: by(request.path, which) });
}

function host(by: (host: string, which: number) => string): Edit {
  return (request, which) => ({ ...request, host: by(request.host, which) });
}

export const changes = {
  'append a segment': path((from, which) => `${from.replace(/\/$/, '')}/${one(['a', 'b', 'x'], which)}`),
  'append a letter': path((from, which) => from + one(['a', 'b', '*'], which)),
  'drop the last letter': path((from) => from.slice(0, -1) || '/'),
  'add or drop a final slash': path((from) => (from.length > 1 && from.endsWith('/') ? from.slice(0, -1) : `${from}/`)),
  'change the case of a letter of the path': letterOfPath((letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  ),
  'encode a letter of the path': letterOfPath((letter) =>
    /[A-Za-z]/.test(letter) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
  ),
  'replace a letter by a star': letterOfPath((letter) => (/[A-Za-z.=]/.test(letter) ? '*' : letter)),
  'another path': path((_from, which) => one(exactPaths, which)),
  'another host': host((_from, which) => concrete(one(routeHosts, which), which)),
  'a port on the host': host((from, which) =>
    from.includes(':') ? from : `${from}:${one(['80', '443', '8443'], which)}`,
  ),
  'upper case in the host': host((from) => from.toUpperCase()),
  'a label before the host': host((from, which) => `${one(['x', 'w'], which)}.${from}`),
  'another method': (request, which) => ({ ...request, method: one(methods, which) }),
  'another header': (request, which) => ({
    ...request,
    headers: [...request.headers, [one(['x', 'y', 'X'], which), one(headerValues, which)]],
  }),
  'no headers': (request) => ({ ...request, headers: [] }),
  'another parameter': (request, which) => ({
    ...request,
    query: `${one(['q', 'r', 's'], which)}=${one(queryValues, which)}`,
  }),
  'no parameters': (request) => ({ ...request, query: '' }),
  'letters for the stars': (request) => ({
    ...request,
    path: request.path.replaceAll('*', 'zz'),
    query: request.query.replaceAll('*', 'zz'),
    headers: request.headers.map(([name, value]) => [name, value.replaceAll('*', 'zz')]),
  }),
} as const satisfies Readonly<Record<string, Edit>>;

export const changeNames = Object.keys(changes) as readonly Change[0][];
