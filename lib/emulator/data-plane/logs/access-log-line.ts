// One line of an access log. Elastic Load Balancing user guide, "Access log entries"; the last three fields came with
// transforms ("Transforms for listener rules").
import { X509Certificate } from 'node:crypto';
import type { Exchange } from '../front/exchange.ts';
import type { CertificateView, ListenerView } from '../load-balancer-source.ts';
import { headerValue, isGrpc, type ReceivedRequest } from '../routing/received-request.ts';
import type { CompiledListener } from '../routing/compile-listener.ts';
import type { AccessJournal } from './access-journal.ts';
import { logDuration, logTime, quoted } from './log-field.ts';

/** What is known of the request besides its journal. */
export interface LoggedRequest {
  readonly exchange: Pick<Exchange, 'request' | 'compiled' | 'upgrade'>;
  readonly journal: AccessJournal;
  /** Milliseconds since the epoch when the response was sent or the client left. */
  readonly endedAt: number;
}

/** The line, its end excluded. */
export const accessLogLine = (logged: LoggedRequest): string =>
  [...timeFields(logged), ...messageFields(logged), ...decisionFields(logged)].join(' ');

const statusText = (status: number | undefined) => (status === undefined ? '-' : String(status));

const targetText = ({ target }: AccessJournal) => (target ? `${target.address}:${target.port}` : '-');

/** `type` to `sent_bytes`. */
function timeFields({ exchange, journal, endedAt }: LoggedRequest): readonly string[] {
  const { request, compiled } = exchange;
  return [
    typeOf(exchange, journal),
    logTime(endedAt),
    resourceId(compiled.loadBalancer.arn),
    `${request.facts.sourceIp}:${request.peerPort}`,
    targetText(journal),
    logDuration(journal.receivedAt, journal.sentAt),
    logDuration(journal.sentAt, journal.respondedAt),
    logDuration(journal.respondedAt, journal.respondedAt === undefined ? undefined : endedAt),
    // Without a status the client left before there was one (user guide, HTTP 460).
    statusText(journal.status ?? 460),
    statusText(journal.targetStatus),
    String(journal.receivedBytes),
    String(journal.sentBytes),
  ];
}

/** `request` to `chosen_cert_arn`. */
function messageFields({ exchange, journal }: LoggedRequest): readonly string[] {
  const { request, compiled } = exchange;
  const { tls } = request;
  return [
    quoted(requestLine(request, compiled)),
    quoted(headerValue(request, 'user-agent')),
    tls?.cipherSuite ?? '-',
    tls?.version ?? '-',
    journal.targetGroupArn ?? '-',
    quoted(journal.traceId),
    quoted(tls?.serverName),
    quoted(presentedArn(request, compiled.listener)),
  ];
}

/** `matched_rule_priority` to the end. */
function decisionFields({ exchange, journal }: LoggedRequest): readonly string[] {
  const { desync } = exchange.request;
  return [
    journal.rulePriority,
    logTime(journal.receivedAt),
    quoted(journal.actions.length > 0 ? journal.actions.join(',') : undefined),
    quoted(journal.redirectUrl),
    quoted(journal.errorReason),
    quoted(targetText(journal)),
    quoted(statusText(journal.targetStatus)),
    quoted(desync.reason === undefined ? undefined : desync.tier),
    quoted(desync.reason),
    journal.connectionTrace,
    quoted(journal.transformedHost),
    quoted(journal.transformedTarget),
    quoted(journal.transformStatus),
  ];
}

function typeOf({ request, compiled, upgrade }: LoggedRequest['exchange'], { targetStatus }: AccessJournal): string {
  const secure = compiled.listener.protocol === 'HTTPS';
  if (upgrade && targetStatus === 101) return secure ? 'wss' : 'ws';
  if (isGrpc(request)) return 'grpcs';
  if (request.httpVersion === '2.0') return 'h2';
  return secure ? 'https' : 'http';
}

const fingerprints = new WeakMap<CertificateView, string>();

/** The ARN of the certificate that the client was shown. */
function presentedArn({ tls }: ReceivedRequest, { certificates }: ListenerView): string | undefined {
  const shown = tls?.certificateFingerprint;
  if (shown === undefined) return undefined;
  return certificates.find((view) => {
    const fingerprint = fingerprints.get(view) ?? new X509Certificate(view.certificatePem).fingerprint256;
    fingerprints.set(view, fingerprint);
    return fingerprint === shown;
  })?.arn;
}

/** `app/name/id`. */
const resourceId = (arn: string) =>
  arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^loadbalancer\//, '');

/** Method, URL with protocol, host and port, and version; of a request that was none, only where it went. */
function requestLine(request: ReceivedRequest, { loadBalancer: { dnsName }, listener }: CompiledListener): string {
  const { method, host } = request.facts;
  const scheme = listener.protocol.toLowerCase();
  if (method === '-') return `- ${scheme}://${dnsName}:${listener.port}- -`;
  const bare = (host === '' ? dnsName : host).replace(/:\d+$/, '');
  return `${method} ${scheme}://${bare}:${listener.port}${request.target} HTTP/${request.httpVersion}`;
}
