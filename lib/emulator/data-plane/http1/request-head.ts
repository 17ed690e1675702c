// The head of an HTTP/1 request: request line and headers, read as leniently as an ALB reads them, so that its class can
// be told before anything is refused. RFC 9112 §3 and §5.
import { classify, compliant, type DesyncClass } from './desync.ts';
import { headerName, type HeaderName } from './header-name.ts';

export interface RequestHead {
  readonly method: string;
  /** The request target as it came: origin form, absolute form, authority form or `*`. */
  readonly target: string;
  readonly version: '0.9' | '1.0' | '1.1';
  /** Flat list name, value, name, value, …; names as spelled, values without the blanks around them. */
  readonly lines: readonly string[];
  /** The lower-case name of each line. */
  readonly names: readonly string[];
  readonly desync: DesyncClass;
  readonly body: RequestBody;
}

/** How the end of a request's body is found. */
export type RequestBody = 'none' | 'chunked' | { readonly length: number };

/** A head, or the status of the refusal where none can be made out. */
export type ReadHead = RequestHead | { readonly refusal: 400 | 501 | 505; readonly desync: DesyncClass };

/** Reads a head: all text up to the blank line, that excluded. */
export function readRequestHead(text: string): ReadHead {
  const lineEnd = text.indexOf('\r\n');
  const line = parseRequestLine(lineEnd < 0 ? text : text.slice(0, lineEnd));
  const { lines, names } = parseLines(text, lineEnd);
  const lower = names.map(({ name }) => name);
  const desync = isPlain(text, line, names) ? compliant : classify({ ...line, names, lines });
  const version = versionOf(line.version);
  if (typeof version === 'number') return { refusal: version, desync };
  // Where the parts of a request line cannot be told apart, no mitigation mode lets the request pass.
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(line.method) || line.target === '' || /[\0\r\n]/.test(line.target))
    return { refusal: 400, desync };
  const body = version === '0.9' ? 'none' : bodyOf(lines, lower);
  if (typeof body === 'number') return { refusal: body, desync };
  return { method: line.method, target: line.target, version, lines, names: lower, desync, body };
}

interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly version: string;
}

/** The first word, the last one, and what is between them; two words are a request of HTTP/0.9. */
function parseRequestLine(line: string): RequestLine {
  const first = line.indexOf(' ');
  if (first < 0) return { method: line, target: '', version: '' };
  const method = line.slice(0, first);
  const last = line.trimEnd().lastIndexOf(' ');
  if (last <= first) {
    const rest = line.slice(first + 1);
    return rest.startsWith('HTTP/') ? { method, target: '', version: rest } : { method, target: rest, version: '' };
  }
  return { method, target: line.slice(first + 1, last), version: line.slice(last + 1) };
}

/** A line without a colon (a folded line, for one) is a name without a value, as AWS documents. */
function parseLines(text: string, lineEnd: number) {
  const lines: string[] = [];
  const names: HeaderName[] = [];
  let at = lineEnd < 0 ? text.length : lineEnd + 2;
  while (at < text.length) {
    const found = text.indexOf('\r\n', at);
    const end = found < 0 ? text.length : found;
    const colon = text.indexOf(':', at);
    const spelled = text.slice(at, colon < 0 || colon > end ? end : colon);
    names.push(headerName(spelled));
    lines.push(spelled, colon < 0 || colon > end ? '' : trimBlanks(text, colon + 1, end));
    at = end + 2;
  }
  return { lines, names };
}

function trimBlanks(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number) => code === 0x20 || code === 0x09;

/** Whether nothing about a request calls for a closer look: by far the most do not. */
function isPlain(text: string, line: RequestLine, names: readonly HeaderName[]): boolean {
  if (line.version !== 'HTTP/1.1' || line.target === '' || line.target.includes(' ')) return false;
  if (names.some(({ name, fault }) => fault || name === 'content-length' || name === 'transfer-encoding')) return false;

  return /^[A-Z]+ /.test(text) && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n/.test(text);
}

function versionOf(version: string): RequestHead['version'] | 400 | 505 {
  const trimmed = version.trim();
  if (trimmed === 'HTTP/1.1') return '1.1';
  if (trimmed === '' || trimmed === 'HTTP/0.9') return '0.9';
  if (trimmed === 'HTTP/1.0') return '1.0';
  // "An unexpected HTTP version, for example HTTP/2 on a connection of HTTP/1" (user guide, HTTP 505).
  if (/^HTTP\/[2-9](\.\d)?$/.test(trimmed)) return 505;
  return /^HTTP\/1\.\d$/.test(trimmed) ? '1.1' : 400;
}

/** A transfer encoding wins over a length (RFC 9112 §6.3); of several lengths the first one counts. */
function bodyOf(lines: readonly string[], names: readonly string[]): RequestBody | 400 | 501 {
  const coding = encodingOf(lines, names);
  if (coding === 'chunked') return 'chunked';
  // "The supported values for Transfer-Encoding are chunked and identity" (user guide, HTTP 501).
  if (coding !== undefined && coding !== 'identity') return 501;
  const at = names.indexOf('content-length');
  if (at < 0) return 'none';
  const length = lines[2 * at + 1] ?? '';
  if (!/^\d{1,15}$/.test(length)) return 400;
  return Number(length) === 0 ? 'none' : { length: Number(length) };
}

/** All transfer encodings of a message as one list, in lower case. */
function encodingOf(lines: readonly string[], names: readonly string[]): string | undefined {
  if (!names.includes('transfer-encoding')) return undefined;
  const values = names.flatMap((name, index) => (name === 'transfer-encoding' ? [lines[2 * index + 1] ?? ''] : []));
  return values.join(',').trim().toLowerCase();
}
