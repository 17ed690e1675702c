// What a function behind a load balancer gets and gives. Elastic Load Balancing user guide, "Lambda functions as targets";
// Lambda developer guide, "Process Application Load Balancer requests with Lambda".
import type { HeaderLines } from '../routing/received-request.ts';
import { reasonOf } from '../routing/answer.ts';

/** The event of one request. */
export interface FunctionRequest {
  readonly targetGroupArn: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** What a target would receive. */
  readonly headers: HeaderLines;
  readonly body: Buffer;
  /** Whether headers and parameters come, and are expected, with all their values. */
  readonly multiValue: boolean;
}

/** The event in AWS's shape: names in lower case, parameters as they were sent. */
export function functionEvent(request: FunctionRequest): Readonly<Record<string, unknown>> {
  const mark = request.target.indexOf('?');
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const parameters = mark < 0 ? [] : readParameters(request.target.slice(mark + 1));
  const headers: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < request.headers.length; at += 2)
    headers.push([(request.headers[at] ?? '').toLowerCase(), request.headers[at + 1] ?? '']);
  const isText = isTextual(headers);
  const base64 = request.body.length > 0 && !isText;
  return {
    requestContext: { elb: { targetGroupArn: request.targetGroupArn } },
    httpMethod: request.method,
    path,
    ...(request.multiValue
      ? { multiValueQueryStringParameters: allValues(parameters), multiValueHeaders: allValues(headers) }
      : { queryStringParameters: Object.fromEntries(parameters), headers: Object.fromEntries(headers) }),
    body: request.body.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  };
}

function readParameters(query: string): readonly (readonly [string, string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    });
}

function allValues(pairs: readonly (readonly [string, string])[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...Map.groupBy(pairs, ([name]) => name)].map(([name, all]) => [name, all.map(([, value]) => value)]),
  );
}

/** Bodies of these types go as text, unless they are encoded; all others in base64. */
const textTypes = /^(text\/|application\/(json|javascript|xml)\s*(;|$))/i;

function isTextual(headers: readonly (readonly [string, string])[]): boolean {
  const value = (wanted: string) => headers.find(([name]) => name === wanted)?.[1];
  return value('content-encoding') === undefined && textTypes.test(value('content-type') ?? '');
}

/** The response a function gave. */
export interface FunctionResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderLines;
  readonly body: Buffer;
}

/** Reads what a function returned; undefined when it is no response the load balancer can pass on. */
export function readFunctionResponse(payload: string, multiValue: boolean): FunctionResponse | undefined {
  const returned = parse(payload);
  if (typeof returned !== 'object' || returned === null) return undefined;
  const { statusCode, statusDescription, headers, multiValueHeaders, body, isBase64Encoded } = returned as Returned;
  const status = readStatus(statusCode);
  const lines = readHeaders(multiValue ? multiValueHeaders : headers);
  const bytes = readBody(body, isBase64Encoded);
  if (status === undefined || !lines || !bytes) return undefined;
  const description = typeof statusDescription === 'string' ? statusDescription.replace(/^\d{3} ?/, '') : '';
  const reason = /^[\x20-\x7e]+$/.test(description) ? description : reasonOf(status);
  return { status, reason, headers: lines, body: bytes };
}

function readStatus(statusCode: unknown): number | undefined {
  const status = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

type Returned = Readonly<
  Record<'statusCode' | 'statusDescription' | 'headers' | 'multiValueHeaders' | 'body' | 'isBase64Encoded', unknown>
>;

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function readBody(body: unknown, isBase64Encoded: unknown): Buffer | undefined {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') return undefined;
  if (isBase64Encoded !== true) return Buffer.from(body);
  const bytes = Buffer.from(body, 'base64');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(body) ? bytes : undefined;
}

/** "The load balancer ignores hop-by-hop headers", and it computes the length itself. */
const ignored = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'content-length',
]);

function readHeaders(headers: unknown): HeaderLines | undefined {
  if (headers === undefined || headers === null) return [];
  if (typeof headers !== 'object') return undefined;
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (/[^!#$%&'*+.^_`|~0-9A-Za-z-]/.test(name) || name === '') return undefined;
    for (const one of values) {
      if (!['string', 'number', 'boolean'].includes(typeof one) || /[\0\r\n]/.test(String(one))) return undefined;
      if (!ignored.has(name.toLowerCase())) lines.push(name, String(one));
    }
  }
  return lines;
}
