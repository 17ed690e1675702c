// What every wire protocol of AWS offers the endpoint: find the action, read its input, write its output or error.
import type { AwsModel, AwsOperation, AwsShape } from '../../../generated/aws/model.ts';
import type { WireRequest, WireResponse } from '../../wire.ts';
import { AwsError } from '../aws-error.ts';
import type { Input } from '../service.ts';

export interface Protocol {
  /** Name of the requested action; throws the protocol's error for a request that names none. */
  actionOf(request: WireRequest, model: AwsModel): string;
  /** Input members by the operation's shape. Unknown members are dropped, as AWS drops them. */
  decode(request: WireRequest, model: AwsModel, operation: AwsOperation): Input;
  encode(model: AwsModel, operation: AwsOperation, output: object, requestId: string): WireResponse;
  encodeError(model: AwsModel, error: AwsError, requestId: string): WireResponse;
  /** The refusal of an action the service does not have. */
  unknownAction(action: string, model: AwsModel): AwsError;
}

/** The shape of that name; generated models are closed under reference. */
export function shapeOf(model: AwsModel, name: string): AwsShape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`model ${model.metadata.serviceId} has no shape ${name}`);
  return shape;
}

/** The modelled error with that wire code or shape name. */
export function errorShape(
  model: AwsModel,
  code: string,
): { readonly name: string; readonly shape: AwsShape } | undefined {
  const found = Object.entries(model.shapes).find(
    ([name, shape]) => shape.exception === true && (name === code || shape.error?.code === code),
  );
  return found && { name: found[0], shape: found[1] };
}

/** HTTP status of an error: the model's, else the one it was thrown with. */
export function statusOf(model: AwsModel, error: AwsError): number {
  return errorShape(model, error.code)?.shape.error?.httpStatusCode ?? error.status;
}

/** Text of the body. */
export const bodyText = (request: WireRequest): string => Buffer.from(request.body).toString('utf8');

/** A scalar in text form (Query parameters, headers, URI labels) as its shape's type; throws `MalformedInput`. */
export function parseScalar(text: string, shape: AwsShape): unknown {
  return (scalars[shape.type] ?? ((value: string) => value))(text);
}

const scalars: Readonly<Partial<Record<AwsShape['type'], (text: string) => unknown>>> = {
  integer: (text) => parseNumber(text, /^[+-]?\d+$/),
  long: (text) => parseNumber(text, /^[+-]?\d+$/),
  float: (text) => parseNumber(text, /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/),
  double: (text) => parseNumber(text, /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/),
  boolean: parseBoolean,
  timestamp: (text) => Date.parse(text),
  blob: (text) => Buffer.from(text, 'base64'),
};

function parseNumber(text: string, form: RegExp): number {
  if (!form.test(text)) throw new AwsError('MalformedInput', `Invalid number: '${text}'`);
  return Number(text);
}

function parseBoolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new AwsError('MalformedInput', `Invalid boolean value: '${text}'`);
  return text === 'true';
}
