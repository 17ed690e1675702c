// How each service family words a broken model constraint.
import type { AwsModel } from '../../generated/aws/model.ts';
import { AwsError } from './aws-error.ts';
import type { Constraint, Violation } from './validate-input.ts';

/** The refusal for these violations (at least one) in the words of the model's protocol family. */
export function constraintError(model: AwsModel, violations: readonly Violation[]): AwsError {
  if (model.metadata.protocol === 'ec2') return ec2Error(violations);
  if (model.metadata.protocol === 'rest-xml') return s3Error(violations);
  const code = model.metadata.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const count = violations.length;
  const details = violations.map(sentence).join('; ');
  return new AwsError(code, `${count} validation error${count === 1 ? '' : 's'} detected: ${details}`);
}

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** `actions.1.member.fixedResponseConfig.statusCode`: lowerCamel names, `N.member` for the N-th entry. */
const memberPath = (path: Violation['path']) =>
  path.map((step) => (typeof step === 'number' ? `${step}.member` : lowerFirst(step))).join('.');

function sentence({ path, value, constraint }: Violation): string {
  const shown = value === undefined ? 'null' : `'${show(value)}'`;
  return `Value ${shown} at '${memberPath(path)}' failed to satisfy constraint: ${demand(constraint)}`;
}

function demand(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'required':
      return 'Member must not be null';
    case 'min-length':
      return `Member must have length greater than or equal to ${constraint.bound}`;
    case 'max-length':
      return `Member must have length less than or equal to ${constraint.bound}`;
    case 'min-value':
      return `Member must have value greater than or equal to ${constraint.bound}`;
    case 'max-value':
      return `Member must have value less than or equal to ${constraint.bound}`;
    case 'pattern':
      return `Member must satisfy regular expression pattern: ${constraint.pattern}`;
    case 'enum':
      return `Member must satisfy enum value set: [${inMeasuredOrder(constraint.values).join(', ')}]`;
  }
}

/** Words of enums that AWS is known to list in another order than the model does. */
const measuredOrders: readonly (readonly string[])[] = [['allow', 'deny', 'authenticate']];

const inMeasuredOrder = (values: readonly string[]): readonly string[] =>
  measuredOrders.find((order) => order.length === values.length && order.every((word) => values.includes(word))) ??
  values;

/** Structures appear as `Name(member=value)` lists do as `[a, b]`, close to the Java text AWS shows. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (value instanceof Uint8Array) return '[B]';
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, item]) => `${lowerFirst(name)}=${show(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** S3 tells an argument that is wrong from a body that is not as its schema says. */
function s3Error([violation]: readonly Violation[]): AwsError {
  const [name = '', ...rest] = violation?.path ?? [];
  const isInBody = rest.length > 0 || violation?.constraint.kind === 'required';
  if (isInBody) {
    return new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const ArgumentValue = show(violation?.value);
  return new AwsError('InvalidArgument', 'Invalid Argument', 400, { ArgumentName: String(name), ArgumentValue });
}

/** EC2 reports the first fault only. */
function ec2Error([violation]: readonly Violation[]): AwsError {
  const steps = violation?.path ?? [];
  const name = steps
    .map((step) => (typeof step === 'number' ? String(step) : step.charAt(0).toUpperCase() + step.slice(1)))
    .join('.');
  const constraint = violation?.constraint;
  if (!constraint || constraint.kind === 'required') {
    const missing = lowerFirst(violation?.wireName ?? '');
    return new AwsError('MissingParameter', `The request must contain the parameter ${missing}`);
  }
  const shown = show(violation.value);
  if (constraint.kind === 'min-value' || constraint.kind === 'max-value') {
    const bound =
      constraint.kind === 'min-value' ? `greater than ${constraint.bound}` : `less than ${constraint.bound}`;
    return new AwsError(
      'InvalidParameterValue',
      `Value ( ${shown} ) for parameter ${name} is invalid. Expecting a value ${bound}.`,
    );
  }
  return new AwsError(
    'InvalidParameterValue',
    `Value (${shown}) for parameter ${name} is invalid. ${demand(constraint)}`,
  );
}
