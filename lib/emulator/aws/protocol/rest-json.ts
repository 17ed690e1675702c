// REST with JSON bodies (EKS): method and path choose the action, errors carry `x-amzn-errortype`.
import type { AwsMember, AwsModel, AwsOperation } from '../../../generated/aws/model.ts';
import type { WireRequest } from '../../wire.ts';
import { AwsError } from '../aws-error.ts';
import { parseJsonBody } from './json.ts';
import { decodeMembers, encodeJsonMembers } from './json-value.ts';
import { bodyText, errorShape, parseScalar, shapeOf, statusOf, type Protocol } from './protocol.ts';

const pathOf = (request: WireRequest) => request.path.split('?')[0] ?? '/';

/** Labels of the path, or undefined if the operation's template does not fit. */
function matchPath(operation: AwsOperation, path: string): Readonly<Record<string, string>> | undefined {
  const template = (operation.http.requestUri.split('?')[0] ?? '').split('/');
  const segments = path.split('/');
  if (template.length !== segments.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) labels[part.slice(1, -1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return labels;
}

function findOperation(request: WireRequest, model: AwsModel): AwsOperation | undefined {
  return Object.values(model.operations).find(
    (operation) => operation.http.method === request.method && matchPath(operation, pathOf(request)),
  );
}

function decodeUri(request: WireRequest, model: AwsModel, operation: AwsOperation): Record<string, unknown> {
  const labels = matchPath(operation, pathOf(request)) ?? {};
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  const shape = shapeOf(model, operation.input?.shape ?? '');
  const textsOf = (wireName: string, location: AwsMember['location']): readonly string[] => {
    if (location === 'querystring') return query.getAll(wireName);
    const label = location === 'uri' ? labels[wireName] : undefined;
    return label === undefined ? [] : [label];
  };
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const texts = textsOf(member.locationName ?? name, member.location);
    const memberShape = shapeOf(model, member.shape);
    const [text] = texts;
    if (text !== undefined) read[name] = memberShape.type === 'list' ? texts : parseScalar(text, memberShape);
  }
  return read;
}

const headers = (requestId: string) => ({ 'content-type': 'application/json', 'x-amzn-requestid': requestId });

/** The `rest-json` protocol. */
export const restJsonProtocol: Protocol = {
  actionOf: (request, model) => {
    const operation = findOperation(request, model);
    if (!operation) throw new AwsError('UnknownOperationException', '', 404);
    return operation.name;
  },
  decode: (request, model, operation) => {
    if (!operation.input) return {};
    const body = decodeMembers(model, shapeOf(model, operation.input.shape), parseJsonBody(bodyText(request)));
    return { ...body, ...decodeUri(request, model, operation) };
  },
  encode: (model, operation, output, requestId) => {
    const shape = operation.output && shapeOf(model, operation.output.shape);
    const members = shape ? encodeJsonMembers(model, shape, output as Record<string, unknown>) : {};
    return { status: 200, headers: headers(requestId), body: JSON.stringify(members) };
  },
  encodeError: (model, error, requestId) => ({
    status: statusOf(model, error),
    headers: { ...headers(requestId), 'x-amzn-errortype': errorShape(model, error.code)?.name ?? error.code },
    body: JSON.stringify({ message: error.message, ...error.members }),
  }),
  unknownAction: () => new AwsError('UnknownOperationException', '', 404),
};
