// What may be known of a Secret's or ConfigMap's content: names, a digest, and whether a certificate looks like one. The
// content itself stops here.
import { canonicalJson } from '../base/canonical.ts';
import { sha256 } from '../base/digest.ts';
import { isObject } from './shape.ts';

export interface ContentFacts {
  readonly keys: readonly string[];
  readonly digest: string;
}

/** `data` and `binaryData` as the API server has them, and `stringData` as files may. */
export function contentFacts(raw: Readonly<Record<string, unknown>>, type: string): ContentFacts {
  const entries = contentOf(raw);
  return { keys: Object.keys(entries).sort(), digest: sha256(canonicalJson([type, entries])) };
}

/** Whether `tls.crt` and `tls.key` have the form that TLS needs. It says nothing of validity, names or dates. */
export function hasPemPair(raw: Readonly<Record<string, unknown>>): boolean {
  const entries = contentOf(raw);
  return isPem(entries['tls.crt'], /CERTIFICATE/) && isPem(entries['tls.key'], /PRIVATE KEY/);
}

/** Everything as base64, so that a file's stringData equals what the API server makes of it. */
function contentOf(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const encoded = [...textEntries(raw['data']), ...textEntries(raw['binaryData'])];
  const plain = textEntries(raw['stringData']).map(([key, value]) => [key, toBase64(value)] as const);
  return Object.fromEntries([...encoded, ...plain]);
}

function textEntries(value: unknown): readonly (readonly [string, string])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

function toBase64(plain: string): string {
  return btoa(Array.from(new TextEncoder().encode(plain), (byte) => String.fromCharCode(byte)).join(''));
}

const base64Text = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** RFC 7468: a block whose label fits and whose body is the base64 of a DER sequence (first byte 0x30). */
function isPem(encoded: string | undefined, label: RegExp): boolean {
  if (encoded === undefined || !base64Text.test(encoded)) return false;
  const blocks = atob(encoded.replace(/\s/g, '')).matchAll(
    /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g,
  );
  return [...blocks].some(([, name = '', body = '']) => label.test(name) && body.replace(/\s/g, '').startsWith('M'));
}
