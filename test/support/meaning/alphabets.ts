// What random worlds and requests are written with. Small, so that hosts, paths and values meet often; what ALB cannot say
// (expressions in query parameters …) is out.

export const listenerHosts = [undefined, '*.io', '*.a.io', 'x.a.io'];
export const routeHosts = ['x.a.io', 'y.a.io', '*.a.io', '*.io', 'b.io', 'x.y.a.io'];
/** Repeated, because matches that differ in other things alone shall be frequent. */
export const usualPrefixes = ['/', '/', '/', '/a', '/a'];
export const prefixes = [
  ...usualPrefixes,
  '/a/',
  '/a/b',
  '/a/b/c',
  '/ab',
  '/b',
  '/a.b',
  '/a*',
  '/a=b',
  '/a%20b',
  '/A',
  '/c+d',
];
export const exactPaths = ['/', '/a', '/a/', '/a/b', '/ab', '/b', '/a*b', '/a.b', '/a%3Fb', '/c+d', '/a/b/c'];
/** Each with texts that it matches. */
export const expressions: Readonly<Record<string, readonly string[]>> = {
  '/a.*': ['/a', '/abc', '/a/b'],
  '/a|/b': ['/a', '/b'],
  '^/[ab]/.+$': ['/a/b', '/b/x'],
  '/a/[0-9]+': ['/a/1', '/a/42'],
  '.*/c': ['/a/b/c', '/c'],
};
export const valueExpressions: Readonly<Record<string, readonly string[]>> = {
  '[0-9]+': ['1', '22'],
  '1|x': ['1', 'x'],
  'v.*': ['v', 'v1'],
};
export const headerValues = ['1', '1', '2', '2', 'x', 'a,b', 'a*', 'v1.0', '(x)', 'a\\b'];
/** None that a client would have to encode: AWS does not say whether it decodes. */
export const queryValues = ['1', '2', 'x*', 'y.'];
export const methods = ['GET', 'POST', 'PUT'];
export const grpcServices = ['shop.Cart', 'shop.Till', 'a'];
export const grpcMethods = ['Add', 'Get'];

/** One of them, by a number taken modulo. */
export function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % Math.max(1, from.length)];
}
