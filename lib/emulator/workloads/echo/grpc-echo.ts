// The gRPC side of an echo server: service gateway_api_conformance.echo_basic.grpcecho.GrpcEcho of the conformance
// suite's image. Protocol buffers are written by hand; the messages are small.
//
//  EchoResponse { assertions = 1 }
//  assertions   { fully_qualified_method = 1, headers = 2 {key = 1, value = 2}, authority = 3, context = 4 }
//  context      { namespace = 1, ingress = 2, service_name = 3, pod = 4 }
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { EchoIdentity } from './describe-request.ts';

const service = '/gateway_api_conformance.echo_basic.grpcecho.GrpcEcho';
const unimplemented = '12';

/** Answers a gRPC call once its request has been read. */
export function answerGrpc(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, identity: EchoIdentity): void {
  const path = String(headers[':path']);
  stream.on('error', () => undefined);
  stream.resume();
  if (path !== `${service}/Echo` && path !== `${service}/EchoTwo`) {
    const refusal = { 'grpc-status': unimplemented, 'grpc-message': `unknown method ${path}` };
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...refusal }, { endStream: true });
    return;
  }
  stream.once('end', () => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(message(field(1, assertions(path, headers, identity))));
  });
}

function assertions(path: string, headers: IncomingHttpHeaders, identity: EchoIdentity): Buffer {
  const { namespace, ingress, service: serviceName, pod } = identity;
  const sent = Object.entries(headers).filter(([name, value]) => !name.startsWith(':') && value !== undefined);
  return Buffer.concat([
    text(1, path),
    ...sent.map(([name, value]) => field(2, Buffer.concat([text(1, name), text(2, String(value))]))),
    text(3, String(headers[':authority'] ?? headers['host'] ?? '')),
    field(4, Buffer.concat([text(1, namespace), text(2, ingress), text(3, serviceName), text(4, pod)])),
  ]);
}

/** A length-prefixed gRPC message, not compressed. */
function message(payload: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(payload.length, 1);
  return Buffer.concat([prefix, payload]);
}

const text = (number: number, value: string) => (value === '' ? Buffer.alloc(0) : field(number, Buffer.from(value)));

/** A length-delimited field of a protocol buffer. */
const field = (number: number, content: Buffer) =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}
