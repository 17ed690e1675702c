// The head of a target's HTTP/1 response. Unlike requests, responses are read strictly: "a malformed response" is a 502.
// RFC 9112 §4 and §6.3.
export interface ResponseHeadOnWire {
  readonly status: number;
  readonly reason: string;
  /** Flat list name, value, name, value, …. */
  readonly lines: readonly string[];
  readonly body: 'none' | 'chunked' | 'until-close' | { readonly length: number };
  /** Whether the connection may carry another request afterwards. */
  readonly keepAlive: boolean;
}

/** Reads a head, the blank line excluded; undefined when it is malformed. `method` is that of the request. */
export function readResponseHead(text: string, method: string): ResponseHeadOnWire | undefined {
  const found = text.indexOf('\r\n');
  const lineEnd = found < 0 ? text.length : found;
  const status = /^HTTP\/1\.([01]) (\d{3})(?: ([^\0\r\n]*))?$/.exec(text.slice(0, lineEnd));
  if (!status) return undefined;
  const framing: Framing = { connection: status[1] === '1' ? 'keep-alive' : 'close' };
  const lines = readLines(text, lineEnd + 2, framing);
  // A message with both framings is an attempt at response splitting (RFC 9112 §6.3) or a broken target.
  if (!lines || (framing.length !== undefined && framing.encoding !== undefined)) return undefined;
  const code = Number(status[2]);
  const body = bodyOf(code, method, framing);
  const keepAlive = framing.connection.includes('keep-alive') && body !== 'until-close';
  return { status: code, reason: status[3] ?? '', lines, body, keepAlive };
}

function readLines(text: string, from: number, framing: Framing): string[] | undefined {
  const lines: string[] = [];
  for (let at = from; at < text.length;) {
    const found = text.indexOf('\r\n', at);
    const end = found < 0 ? text.length : found;
    const colon = text.indexOf(':', at);
    if (colon <= at || colon >= end) return undefined;
    const name = text.slice(at, colon);
    const value = text.slice(colon + 1, end).trim();
    if (!isClean(name, value) || !noteFraming(framing, name, value)) return undefined;
    lines.push(name, value);
    at = end + 2;
  }
  return lines;
}

const isClean = (name: string, value: string) => !/[^!#$%&'*+.^_`|~0-9A-Za-z-]/.test(name) && !/[\0\r\n]/.test(value);

interface Framing {
  connection: string;
  length?: string;
  encoding?: string;
}

/** Whether the header, if it is about framing, fits those before it. */
function noteFraming(framing: Framing, name: string, value: string): boolean {
  switch (name.length === 10 || name.length === 14 || name.length === 17 ? name.toLowerCase() : '') {
    case 'connection':
      framing.connection = `${framing.connection},${value.toLowerCase()}`;
      if (value.toLowerCase().includes('close')) framing.connection = 'close';
      return true;
    case 'transfer-encoding':
      framing.encoding = `${framing.encoding ?? ''},${value.toLowerCase()}`;
      return true;
    case 'content-length': {
      const fits = /^\d{1,15}$/.test(value) && (framing.length === undefined || framing.length === value);
      framing.length = value;
      return fits;
    }
    default:
      return true;
  }
}

function bodyOf(status: number, method: string, { length, encoding }: Framing): ResponseHeadOnWire['body'] {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 'none';
  if (encoding !== undefined) return /,\s*chunked\s*$/.test(encoding) ? 'chunked' : 'until-close';
  if (length === undefined) return 'until-close';
  return length === '0' ? 'none' : { length: Number(length) };
}
