// What condition values may be made of ("Condition types for listener rules", ALB user guide).
import { AwsError } from '../../aws-error.ts';
import { addressValue, parseCidr } from '../../cidr.ts';

const notValid = (value: string) =>
  new AwsError('ValidationError', `Condition value '${value}' contains a character that is not valid`);

const tooLong = (field: string, limit: number) =>
  new AwsError('ValidationError', `Condition value for '${field}' cannot contain more than ${limit} characters`);

const empty = (field: string) => new AwsError('ValidationError', `Condition value for '${field}' cannot be empty`);

const alphabets: Readonly<Record<string, RegExp>> = {
  // At least one dot, and only letters after the last one; a wildcard may stand in any label but that.
  'host-header': /^[A-Za-z0-9\-.*?_]*\.[A-Za-z]+$/,
  'path-pattern': /^[A-Za-z0-9_\-.$/~"'@:+&*?]*$/,
  'http-header': /^[\x20-\x7e]*$/,
  'query-string': /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%\\]*$/,
  'http-request-method': /^[A-Z\-_]*$/,
};

/** Refuses an empty, overlong or impossible value of a field. */
export function refuseValue(field: string, value: string): void {
  const limit = field === 'http-request-method' ? 40 : 128;
  if (value === '') throw empty(field);
  if (field === 'source-ip') return refuseSource(value);
  if (value.length > limit) throw tooLong(field, limit);
  if (!alphabets[field]?.test(value)) throw notValid(value);
}

function refuseSource(value: string): void {
  const cidr = parseCidr(value);
  const isBroadcast = value === '255.255.255.255/32';
  if (!cidr || isBroadcast)
    throw new AwsError('ValidationError', `The specified value '${value}' is not a valid CIDR block`);
}

/** A header name is an RFC 7230 token of at most 40 characters; `host` has a condition of its own. */
export function refuseHeaderName(name: string | undefined): void {
  if (name === undefined || name === '') throw new AwsError('ValidationError', 'An HTTP header name must be specified');
  if (name.toLowerCase() === 'host')
    throw new AwsError('ValidationError', `You cannot specify '${name}' as an HTTP header name`);
  if (name.length > 40)
    throw new AwsError('ValidationError', `Condition value for 'http-header' cannot contain more than 40 characters`);
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
    throw new AwsError('ValidationError', `The HTTP header name '${name}' contains a character that is not valid`);
  }
}

/** Whether a text is an address rather than a name. */
export const isAddress = (text: string): boolean => addressValue(text) !== undefined;

/** Wildcards of a value: `*` and `?`, except escaped ones where escapes exist. */
export const wildcardsIn = (value: string): number => value.replace(/\\./g, '').match(/[*?]/g)?.length ?? 0;
