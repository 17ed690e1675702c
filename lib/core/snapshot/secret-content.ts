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

/** What may be known of a certificate and its key; nothing of it is secret. */
export interface TlsFacts {
  /** SHA-256 (hex) of the certificates in `tls.crt`, in their order. */
  readonly fingerprint: string;
  /** In ACM's words, e.g. `RSA_2048`, `EC_prime256v1`. */
  readonly keyAlgorithm: string;
}

/** Opens certificates, the leaf first, and its key, all PEM; `problem` is the end of a sentence, with the remedy. */
export type TlsExaminer = (
  certificates: readonly string[],
  key: string,
) => { readonly keyAlgorithm: string } | { readonly problem: string };

/** For readers of objects among which no TLS Secret matters. */
export const unopened: TlsExaminer = () => ({ problem: 'was not opened.' });

/** The certificates of a PEM file, in its order; the leaf first in a `tls.crt`. */
export function certificateBlocks(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** SHA-256 (hex) over what certificates say, however their lines are broken. */
export function fingerprintOf(blocks: readonly string[]): string {
  return sha256(blocks.map((block) => block.replace(/\s/g, '')).join('\n'));
}

export interface TlsContent {
  readonly tls?: TlsFacts;
  /** What keeps the content from being used; the end of a sentence, with the remedy. */
  readonly tlsProblem?: string;
}

/** Of `tls.crt` and `tls.key`: their form is judged here, what they say by `examine`. It says nothing of names or dates. */
export function tlsContent(raw: Readonly<Record<string, unknown>>, examine: TlsExaminer): TlsContent {
  const entries = contentOf(raw);
  const [certificates, key] = [entries['tls.crt'], entries['tls.key']];
  if (!isPem(certificates, /CERTIFICATE/) || !isPem(key, /PRIVATE KEY/)) {
    return {
      tlsProblem: 'has no PEM certificate in tls.crt or no PEM private key in tls.key. Correct its data.',
    };
  }
  const blocks = certificateBlocks(fromBase64(certificates));
  const examined = examine(blocks, fromBase64(key));
  return 'problem' in examined
    ? { tlsProblem: examined.problem }
    : { tls: { fingerprint: fingerprintOf(blocks), keyAlgorithm: examined.keyAlgorithm } };
}

/** Fingerprint of the CA certificates in `ca.crt` of a ConfigMap; undefined: it has none. */
export function authoritiesIn(raw: Readonly<Record<string, unknown>>): string | undefined {
  const text = new Map(textEntries(raw['data'])).get('ca.crt');
  const blocks = text === undefined ? [] : certificateBlocks(text);
  return blocks.length === 0 ? undefined : fingerprintOf(blocks);
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

function fromBase64(encoded: string): string {
  return atob(encoded.replace(/\s/g, ''));
}

const base64Text = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** RFC 7468: a block whose label fits and whose body is the base64 of a DER sequence (first byte 0x30). */
function isPem(encoded: string | undefined, label: RegExp): encoded is string {
  if (encoded === undefined || !base64Text.test(encoded)) return false;
  const blocks = fromBase64(encoded).matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g);
  return [...blocks].some(([, name = '', body = '']) => label.test(name) && body.replace(/\s/g, '').startsWith('M'));
}
