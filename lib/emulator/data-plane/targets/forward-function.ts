// Forwards a request to a Lambda target: collects the body, invokes the function, passes on what it returns.
// Elastic Load Balancing user guide, "Lambda functions as targets", and "Access logs", error reason codes.
import type { Exchange } from '../front/exchange.ts';
import type { BodySink } from '../http1/body-sink.ts';
import { errorPage } from '../routing/answer.ts';
import type { HeaderLines } from '../routing/received-request.ts';
import { functionEvent, readFunctionResponse } from './function-event.ts';
import type { FunctionAnswer, FunctionPort } from './function-port.ts';

/** A request on its way to a function. */
export interface FunctionPassage {
  readonly exchange: Exchange;
  readonly functionArn: string;
  readonly targetGroupArn: string;
  readonly target: string;
  readonly headers: HeaderLines;
  readonly multiValue: boolean;
  finishHeaders(headers: HeaderLines): HeaderLines;
  now(): number;
}

/** Elastic Load Balancing quotas, "Lambda functions": 1 MB each way. */
const bodyLimit = 1024 * 1024;

const reasons: Readonly<Record<Exclude<FunctionAnswer['kind'], 'returned'>, string>> = {
  unhandled: 'LambdaUnhandled',
  throttled: 'LambdaThrottling',
  'not-found': 'LambdaResourceNotFound',
};

/** Answers 400 (WebSocket), 413 (body too large), 502 (the function fails) or as the function says. */
export function forwardToFunction(passage: FunctionPassage, functions: FunctionPort | undefined): void {
  const { exchange } = passage;
  let isOver = false;
  exchange.onEnd(() => (isOver = true));
  const fail = (status: number, errorReason: string) => {
    if (isOver || exchange.responded()) return;
    exchange.answer({ ...errorPage(status, { close: status === 413 }), errorReason });
  };
  if (exchange.upgrade) return fail(400, 'LambdaWebSocket');
  if (!functions) return fail(502, 'LambdaConnectionError');
  const invoke = async (body: Buffer) => {
    const { method } = exchange.request.facts;
    const { journal } = exchange;
    if (journal) journal.sentAt = passage.now();
    const answer = await functions.invoke(passage.functionArn, functionEvent({ ...passage, method, body }));
    if (journal) journal.respondedAt = passage.now();
    if (isOver) return;
    if (answer.kind === 'returned') respond(passage, answer.payload, fail);
    else fail(502, reasons[answer.kind]);
  };
  collectBody(exchange, (body) => {
    if (!body) fail(413, 'LambdaRequestTooLarge');
    else void invoke(body).catch(() => fail(502, 'LambdaServiceException'));
  });
}

/** Hands over the whole body, or undefined as soon as it is too large. */
function collectBody(exchange: Exchange, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const sink: BodySink = {
    write: (chunk) => {
      const before = length;
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
      else if (before <= bodyLimit) done(undefined);
      return true;
    },
    onDrain: () => undefined,
    end: () => {
      if (length <= bodyLimit) done(Buffer.concat(chunks));
    },
  };
  exchange.passBody(sink);
}

function respond(passage: FunctionPassage, payload: string, fail: (status: number, reason: string) => void): void {
  const { exchange } = passage;
  if (Buffer.byteLength(payload) > bodyLimit) return fail(502, 'LambdaResponseTooLarge');
  const response = readFunctionResponse(payload, passage.multiValue);
  if (!response) return fail(502, 'LambdaInvalidResponse');
  const { status, reason, body } = response;
  if (exchange.journal) exchange.journal.targetStatus = status;
  const named = response.headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'server');
  const headers = [
    ...(named ? [] : ['Server', 'awselb/2.0']),
    ...response.headers,
    'Content-Length',
    String(body.length),
  ];
  const sink = exchange.respond({ status, reason, headers: passage.finishHeaders(headers), end: body.length === 0 });
  if (body.length > 0 && exchange.request.facts.method !== 'HEAD') sink.write(body);
  sink.end([]);
}
