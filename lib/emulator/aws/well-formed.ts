// What the front door refuses before it asks what a request wants: text that is no UTF-8, escapes that are none, nesting
// and names beyond reason, repeated parameters. Codes: "Common errors" of the Query services' API references.
import type { AwsModel } from '../../generated/aws/model.ts';
import type { WireRequest } from '../wire.ts';
import { AwsError } from './aws-error.ts';

/** JSON nested deeper than any model; decoding and answering recursive shapes recurses as deep. */
const maximumDepth = 128;
/** Dotted names deeper than any model. */
const maximumSegments = 32;

/** Query requests are short; only SQS puts a message of 1 MiB, escaped, into one. */
const maximumFormBytes = 1024 * 1024;
const maximumMessageFormBytes = 4 * maximumFormBytes;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function hasGoodEscapes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Brackets open at once, outside of strings. */
function depthOf(json: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (isInString) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}

const malformedQuery = (message: string) => new AwsError('MalformedQueryString', message, 404);

function refuseForm(text: string): void {
  if (!hasGoodEscapes(text.replaceAll('+', ' '))) throw malformedQuery('The query string contains a syntax error.');
  const names = new Set<string>();
  for (const pair of text.split('&')) {
    const name = pair.split('=')[0] ?? '';
    if (name === '') continue;
    if (name.split('.').length > maximumSegments)
      throw malformedQuery(`The parameter ${name.slice(0, 64)}… is nested too deeply.`);
    if (names.has(name)) {
      throw new AwsError('InvalidQueryParameter', `The parameter ${name.slice(0, 64)} is given more than once.`);
    }
    names.add(name);
  }
}

function refuseJson(body: Uint8Array): void {
  if (!isUtf8(body)) throw new AwsError('SerializationException', 'The request body is not valid UTF-8.');
  if (depthOf(body) > maximumDepth)
    throw new AwsError('SerializationException', 'The request body is nested too deeply.');
}

function refuseLongForm({ length }: Uint8Array, { awsQueryCompatible }: AwsModel['metadata']): void {
  const limit = awsQueryCompatible === undefined ? maximumFormBytes : maximumMessageFormBytes;
  if (length <= limit) return;
  throw new AwsError('RequestEntityTooLarge', `The request body is longer than ${limit} bytes.`, 413);
}

/** Throws the refusal of a request that cannot be read, in the words of the model's protocol. */
export function refuseMalformed(request: WireRequest, { metadata }: AwsModel): void {
  const { protocol } = metadata;
  const isForm = protocol === 'query' || protocol === 'ec2';
  if (!hasGoodEscapes(request.path)) {
    if (isForm) throw malformedQuery('The query string contains a syntax error.');
    throw protocol === 'rest-xml'
      ? new AwsError('InvalidURI', "Couldn't parse the specified URI.")
      : new AwsError('SerializationException', 'The request URI contains escapes that are not valid UTF-8.');
  }
  if (isForm) {
    refuseLongForm(request.body, metadata);
    if (!isUtf8(request.body)) throw malformedQuery('The request body is not valid UTF-8.');
    refuseForm(Buffer.from(request.body).toString('utf8'));
  }
  if (protocol === 'json' || protocol === 'rest-json') refuseJson(request.body);
}
