// REST with XML bodies (S3): method, path and sub-resource choose the action; members travel in path, query, headers and
// body; errors are XML without an envelope.
import type { AwsModel, AwsOperation, AwsShape } from '../../../generated/aws/model.ts';
import type { WireRequest, WireResponse } from '../../wire.ts';
import { AwsError } from '../aws-error.ts';
import type { Input } from '../service.ts';
import { unchunked } from '../signature/aws-chunked.ts';
import { queryOf } from '../signature/signed-request.ts';
import { bodyText, errorShape, shapeOf, statusOf, type Protocol } from './protocol.ts';
import { RestError } from './rest-error.ts';
import { readLocated, writeHeaders } from './rest-location.ts';
import { locateResource } from './s3-address.ts';
import { parseXml } from './xml-document.ts';
import { element, encodeMembers, escapeXml } from './xml.ts';
import { readXmlMembers } from './xml-value.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const notImplemented = () =>
  new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);

/** Sub-resources that the model's kept operations do not have; a request for one must not be taken for another. */
const otherSubresources = new Set([
  ...['acl', 'accelerate', 'analytics', 'cors', 'encryption', 'intelligent-tiering', 'inventory', 'lifecycle'],
  ...['logging', 'metadataConfiguration', 'metadataTable', 'metrics', 'notification', 'ownershipControls'],
  ...['policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select'],
  ...['session', 'torrent', 'uploads', 'uploadId', 'partNumber', 'website', 'legal-hold', 'object-lock', 'abac'],
  ...['attributes', 'annotation', 'renameObject', 'tagging', 'policy', 'versioning', 'versions', 'location', 'delete'],
]);

interface Template {
  readonly kind: 'service' | 'bucket' | 'object';
  readonly literals: readonly (readonly [string, string])[];
}

function templateOf({ http: { requestUri } }: AwsOperation): Template {
  const [path = '', query = ''] = requestUri.split('?');
  const kind = path === '/' ? 'service' : path === '/{Bucket}' ? 'bucket' : 'object';
  return { kind, literals: [...new URLSearchParams(query)] };
}

/** The operations a request fits, the one with the most literal query parameters first. */
function operationsFor(request: WireRequest, model: AwsModel): readonly AwsOperation[] {
  const { kind } = locateResource(request);
  const query = queryOf(request);
  const isCopy = request.headers['x-amz-copy-source'] !== undefined;
  return Object.values(model.operations)
    .filter((operation) => {
      const template = templateOf(operation);
      const fits = template.literals.every(([name, value]) => query.get(name) === value);
      const isMeant = operation.name === 'CopyObject' ? isCopy : operation.name !== 'PutObject' || !isCopy;
      return operation.http.method === request.method && template.kind === kind && fits && isMeant;
    })
    .sort((a, b) => templateOf(b).literals.length - templateOf(a).literals.length);
}

function findOperation(request: WireRequest, model: AwsModel): AwsOperation {
  const [found] = operationsFor(request, model);
  const handled = new Set(found ? templateOf(found).literals.map(([name]) => name) : []);
  const isOther = [...queryOf(request).keys()].some((name) => otherSubresources.has(name) && !handled.has(name));
  if (isOther) throw notImplemented();
  if (!found) {
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return found;
}

function readBody(request: WireRequest, model: AwsModel, shape: AwsShape): Record<string, unknown> {
  const { payload } = shape;
  const member = payload === undefined ? undefined : shape.members?.[payload];
  if (payload === undefined || !member) return {};
  const memberShape = shapeOf(model, member.shape);
  if (member.streaming || memberShape.type === 'blob') return { [payload]: request.body };
  const text = bodyText(request);
  if (text === '') return {};
  if (memberShape.type !== 'structure') return { [payload]: text };
  return { [payload]: readXmlMembers(model, memberShape, parseXml(text)) };
}

function decode(sent: WireRequest, model: AwsModel, { input }: AwsOperation): Input {
  if (!input) return {};
  const request = unchunked(sent);
  const shape = shapeOf(model, input.shape);
  const { bucket, key } = locateResource(request);
  const labels = { ...(bucket !== undefined && { Bucket: bucket }), ...(key !== undefined && { Key: key }) };
  const located = readLocated(model, shape, { labels, query: queryOf(request), headers: request.headers });
  return { ...located, ...readBody(request, model, shape) };
}

const headers = (requestId: string) => ({
  'x-amz-request-id': requestId,
  'x-amz-id-2': Buffer.from(requestId).toString('base64'),
});

/** Element names of answers that are not the operation's name with `Result`. */
const roots: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjects: 'ListBucketResult',
  ListObjectsV2: 'ListBucketResult',
  ListObjectVersions: 'ListVersionsResult',
  GetBucketVersioning: 'VersioningConfiguration',
  GetBucketTagging: 'Tagging',
  DeleteObjects: 'DeleteResult',
  GetBucketLocation: 'LocationConstraint',
};

function encode(model: AwsModel, operation: AwsOperation, output: object, requestId: string): WireResponse {
  const status = operation.http.responseCode ?? 200;
  const shape = operation.output && shapeOf(model, operation.output.shape);
  if (!shape) return { status, headers: headers(requestId), body: '' };
  const all = { ...headers(requestId), ...writeHeaders(model, shape, output) };
  const values = output as Readonly<Record<string, unknown>>;
  const payload = shape.payload === undefined ? undefined : values[shape.payload];
  if (payload instanceof Uint8Array || typeof payload === 'string') {
    return { status: 'ContentRange' in values ? 206 : status, headers: all, body: payload };
  }
  if (
    shape.payload === undefined &&
    !Object.values(shape.members ?? {}).some(({ location }) => location === undefined)
  ) {
    return { status, headers: all, body: '' };
  }
  return {
    status,
    headers: { ...all, 'content-type': 'application/xml' },
    body: xmlOf(model, operation.name, shape, values),
  };
}

function xmlOf(model: AwsModel, name: string, shape: AwsShape, values: Readonly<Record<string, unknown>>): string {
  const member = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  const [content, root] = member
    ? [encodeMembers(model, shapeOf(model, member.shape), values[shape.payload ?? ''] as object), shape.payload ?? '']
    : [encodeMembers(model, withoutHeaders(shape), values), roots[name] ?? `${name}Result`];
  // The one answer whose root holds text itself.
  const inner = name === 'GetBucketLocation' ? escapeXml(String(values['LocationConstraint'] ?? '')) : content;
  return `${declaration}<${root} xmlns="${namespace}">${inner}</${root}>`;
}

const withoutHeaders = (shape: AwsShape): AwsShape => ({
  ...shape,
  members: Object.fromEntries(Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined)),
});

/** The `rest-xml` protocol, as S3 speaks it. */
export const restXmlProtocol: Protocol = {
  actionOf: (request, model) => findOperation(request, model).name,
  decode,
  encode,
  encodeError: (model, error, requestId) => {
    const code = errorShape(model, error.code)?.name ?? error.code;
    const members = Object.entries(error.members).map(([name, value]) => element(name, escapeXml(String(value))));
    const content =
      element('Code', escapeXml(code)) +
      element('Message', escapeXml(error.message)) +
      members.join('') +
      element('RequestId', requestId);
    const status = statusOf(model, error);
    const isBodiless = status === 304;
    const own = error instanceof RestError ? error.headers : {};
    return {
      status,
      headers: { ...headers(requestId), ...own, ...(isBodiless ? {} : { 'content-type': 'application/xml' }) },
      body: isBodiless ? '' : `${declaration}${element('Error', content)}`,
    };
  },
  unknownAction: notImplemented,
};
