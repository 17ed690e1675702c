// A Query request wherever its parameters are: in a form body, in the query string of a GET or presigned request, or (a
// queue's URL) in the path.
import type { WireRequest } from '../wire.ts';
import { queryOf } from './signature/signed-request.ts';

const formType = 'application/x-www-form-urlencoded';

/** Whether the body may hold parameters: it is declared as a form, or not declared at all. */
export const isForm = ({ headers }: WireRequest): boolean =>
  (headers['content-type'] ?? formType).toLowerCase().startsWith(formType);

/** The same request with all its parameters in the body, those of the signature left out. */
export function formRequest(request: WireRequest, pathParameter?: string): WireRequest {
  const body = isForm(request) ? Buffer.from(request.body).toString('utf8') : '';
  const inQuery = [...queryOf(request)].filter(([name]) => !name.startsWith('X-Amz-'));
  const path = request.path.split('?')[0] ?? '/';
  const isNamed = pathParameter === undefined || path === '/' || new URLSearchParams(body).has(pathParameter);
  const inPath: [string, string][] = isNamed
    ? []
    : [[pathParameter, `http://${request.headers['host'] ?? 'localhost'}${path}`]];
  const outside = new URLSearchParams([...inQuery, ...inPath]).toString();
  return { ...request, body: Buffer.from([body, outside].filter(Boolean).join('&')) };
}
