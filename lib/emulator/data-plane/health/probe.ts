// One health check over a new connection. Elastic Load Balancing user guide, "Health checks": GET with the health
// checker's user agent; gRPC groups get a call to the check path; certificates are not verified.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, constants } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import type { TargetGroupView } from '../load-balancer-source.ts';
import { matchesCode } from './matcher.ts';
import type { CheckResult } from './target-state.ts';

export interface ProbeTarget {
  /** Where the socket is. */
  readonly address: string;
  readonly port: number;
  /** The address the target has in its VPC; the Host header names it. */
  readonly shownAddress: string;
}

/** A check under way; `cancel` ends it without a result. */
export interface Probe {
  readonly result: Promise<CheckResult>;
  cancel(): void;
}

const userAgent = 'ELB-HealthChecker/2.0';

/** Checks one target as its group says. The caller measures the timeout and cancels. */
export function probe(group: TargetGroupView, target: ProbeTarget): Probe {
  return group.protocolVersion === 'HTTP1' ? probeHttp1(group, target) : probeHttp2(group, target);
}

const judge = (group: TargetGroupView, code: number): CheckResult =>
  matchesCode(group.healthCheck.matcher, code) ? { kind: 'passed' } : { kind: 'mismatch', code };

function probeHttp1(group: TargetGroupView, target: ProbeTarget): Probe {
  const options = {
    host: target.address,
    port: target.port,
    path: group.healthCheck.path,
    agent: false as const,
    setHost: false,
    headers: {
      Host: `${target.shownAddress}:${target.port}`,
      Connection: 'close',
      'User-Agent': userAgent,
      'Accept-Encoding': 'gzip, compressed',
    },
  };
  const secure = group.healthCheck.protocol === 'HTTPS';
  const request = secure
    ? httpsRequest({ ...options, rejectUnauthorized: false, servername: '' })
    : httpRequest(options);
  const result = new Promise<CheckResult>((resolve) => {
    request.on('error', () => resolve({ kind: 'failed' }));
    request.on('response', (response: IncomingMessage) => {
      response.on('error', () => undefined).resume();
      resolve(judge(group, response.statusCode ?? 0));
    });
  });
  request.end();
  return { result, cancel: () => void request.destroy() };
}

function probeHttp2(group: TargetGroupView, target: ProbeTarget): Probe {
  const secure = group.healthCheck.protocol === 'HTTPS';
  const session = connect(`${secure ? 'https' : 'http'}://${target.address}:${target.port}`, {
    rejectUnauthorized: false,
  });
  const grpc = group.protocolVersion === 'GRPC';
  const result = new Promise<CheckResult>((resolve) => {
    session.on('error', () => resolve({ kind: 'failed' }));
    session.on('close', () => resolve({ kind: 'failed' }));
    const stream = session.request({
      ':method': grpc ? 'POST' : 'GET',
      ':path': group.healthCheck.path,
      ':authority': `${target.shownAddress}:${target.port}`,
      'user-agent': userAgent,
      ...(grpc ? { 'content-type': 'application/grpc', te: 'trailers' } : {}),
    });
    const settle = (code: unknown) => {
      if (code === undefined) return;
      resolve(judge(group, Number(code)));
      session.close();
    };
    stream.on('error', () => resolve({ kind: 'failed' }));
    stream.on('response', (headers) => settle(headers[grpc ? 'grpc-status' : constants.HTTP2_HEADER_STATUS]));
    stream.on('trailers', (trailers) => settle(grpc ? trailers['grpc-status'] : undefined));
    stream.resume();
    // An empty message: one byte "not compressed", four bytes of length.
    stream.end(grpc ? Buffer.alloc(5) : undefined);
  });
  return { result, cancel: () => session.destroy() };
}
