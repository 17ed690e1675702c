// AWS JSON 1.0 and 1.1: `X-Amz-Target` names the action, errors carry `__type`. Services that once spoke Query also
// name their Query code in `x-amzn-query-error`.
import type { AwsModel } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import { decodeMembers, encodeJsonMembers } from './json-value.ts';
import { bodyText, errorShape, shapeOf, statusOf, type Protocol } from './protocol.ts';

const headers = (model: AwsModel, requestId: string) => ({
  'content-type': `application/x-amz-json-${model.metadata.jsonVersion ?? '1.1'}`,
  'x-amzn-requestid': requestId,
});

/** The body as a JSON object; an empty body is an empty object. */
export function parseJsonBody(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through to the refusal below: not JSON at all.
  }
  throw new AwsError('SerializationException', 'Unable to parse the request body as a JSON object');
}

/** What exceptions of the framework are called in the Query protocol. */
const queryCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

function queryErrorHeader(model: AwsModel, error: AwsError, status: number): Record<string, string> {
  if (!model.metadata.awsQueryCompatible) return {};
  const code = errorShape(model, error.code)?.shape.error?.code ?? queryCodes[error.code] ?? error.code;
  return { 'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}` };
}

/** Codes of the Query protocol whose exception is not called after them. */
const coralNames: Readonly<Record<string, string>> = { MissingParameter: 'MissingRequiredParameter' };

/** `__type`: the shape's name; services that once spoke Query qualify it, and what their model lacks is the framework's. */
function typeOf(model: AwsModel, code: string): string {
  const name = errorShape(model, code)?.name;
  if (!model.metadata.awsQueryCompatible) return name ?? code;
  if (name !== undefined) return `com.amazonaws.${model.metadata.endpointPrefix}#${name}`;
  return `com.amazon.coral.service#${(coralNames[code] ?? code).replace(/Exception$/, '')}Exception`;
}

/** The `json` protocol. */
export const jsonProtocol: Protocol = {
  actionOf: (request, model) => {
    const [prefix, action] = (request.headers['x-amz-target'] ?? '').split('.');
    if (!action || prefix !== model.metadata.targetPrefix) throw new AwsError('UnknownOperationException', '', 400);
    return action;
  },
  decode: (request, model, operation) =>
    operation.input
      ? decodeMembers(model, shapeOf(model, operation.input.shape), parseJsonBody(bodyText(request)))
      : {},
  encode: (model, operation, output, requestId) => {
    const members = operation.output
      ? encodeJsonMembers(model, shapeOf(model, operation.output.shape), output as Record<string, unknown>)
      : {};
    return { status: 200, headers: headers(model, requestId), body: JSON.stringify(members) };
  },
  encodeError: (model, error, requestId) => {
    const status = statusOf(model, error);
    const type = typeOf(model, error.code);
    return {
      status,
      headers: { ...headers(model, requestId), ...queryErrorHeader(model, error, status) },
      body: JSON.stringify({ __type: type, ...(error.message !== '' && { message: error.message }), ...error.members }),
    };
  },
  unknownAction: () => new AwsError('UnknownOperationException', ''),
};
