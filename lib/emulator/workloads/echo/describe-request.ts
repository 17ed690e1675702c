// The JSON that an echo server answers with: the fields of the Gateway API conformance suite's echo image
// (gateway-api-conformance-images, echo-basic), header names in Go's canonical form included.

export interface EchoIdentity {
  readonly namespace: string;
  readonly ingress: string;
  readonly service: string;
  readonly pod: string;
  readonly httpPort: string;
}

export interface EchoRequest {
  readonly method: string;
  /** Request target as received, query included. */
  readonly path: string;
  readonly host: string;
  readonly proto: string;
  /** Flat list name, value, name, value, … */
  readonly rawHeaders: readonly string[];
}

/** What the suite reads back. */
export function describeRequest(request: EchoRequest, identity: EchoIdentity): string {
  const { path, host, method, proto, rawHeaders } = request;
  const { httpPort, namespace, ingress, service, pod } = identity;
  const headers = canonicalHeaders(rawHeaders);
  return JSON.stringify({ path, host, method, proto, headers, httpPort, namespace, ingress, service, pod }, null, 1);
}

/** Values by canonical name; Host and pseudo headers are not among a Go server's headers. */
function canonicalHeaders(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = canonicalName(raw[at] ?? '');
    if (name === 'Host' || name.startsWith(':')) continue;
    (headers[name] ??= []).push(raw[at + 1] ?? '');
  }
  return headers;
}

/** Go's textproto canonical form: the first letter and each one after a hyphen in upper case, the rest in lower case. */
export const canonicalName = (name: string) =>
  name.toLowerCase().replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
