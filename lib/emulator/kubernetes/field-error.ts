// One invalid field, with the wording of k8s.io/apimachinery `util/validation/field`.

export type FieldErrorType =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueDuplicate'
  | 'FieldValueNotFound';

/** Which field is wrong and why. `body` is the text after the field's name. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly body: string;
}

const captions: Readonly<Record<FieldErrorType, string>> = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueNotFound: 'Not found',
};

const quoted = (value: unknown) => JSON.stringify(value) ?? 'null';

function build(type: FieldErrorType, field: string, value: string | undefined, detail: string): FieldError {
  const head = value === undefined ? captions[type] : `${captions[type]}: ${value}`;
  return { type, field, body: detail === '' ? head : `${head}: ${detail}` };
}

/** A field that is absent or empty. Without a detail the body is just the caption. */
export const required = (field: string, detail = '') => build('FieldValueRequired', field, undefined, detail);
/** A value that breaks a rule; the body shows it as JSON, `null` for undefined. */
export const invalid = (field: string, value: unknown, detail: string) =>
  build('FieldValueInvalid', field, quoted(value), detail);
/** A value of the wrong JSON type. People read the same caption as for `invalid`; only the cause's reason differs. */
export const typeInvalid = (field: string, value: unknown, detail: string) =>
  build('FieldValueTypeInvalid', field, quoted(value), detail);
/** A field that may not be set, or not changed; its value is not shown. */
export const forbidden = (field: string, detail: string) => build('FieldValueForbidden', field, undefined, detail);
/** A list item whose value or key occurs earlier in the list. */
export const duplicate = (field: string, value: unknown) => build('FieldValueDuplicate', field, quoted(value), '');
/** A reference to something that is not there, e.g. a name that no other field defines. */
export const notFound = (field: string, value: unknown) => build('FieldValueNotFound', field, quoted(value), '');

/** A value outside an enumeration; the body lists the supported ones as JSON, in the order given. */
export const notSupported = (field: string, value: unknown, supported: readonly string[]) =>
  build('FieldValueNotSupported', field, quoted(value), `supported values: ${supported.map(quoted).join(', ')}`);

/** A text above its maximum length, worded in bytes; its value is not shown. */
export const tooLong = (field: string, maximum: number) =>
  build('FieldValueTooLong', field, undefined, `may not be more than ${maximum} bytes`);

/** A list or map above its maximum size; the body says the actual one. */
export const tooMany = (field: string, actual: number, maximum: number) =>
  build('FieldValueTooMany', field, String(actual), `must have at most ${maximum} item${maximum === 1 ? '' : 's'}`);

/** The path of a child: `spec` and `ports` give `spec.ports`. */
export const childPath = (parent: string, name: string) => (parent === '' ? name : `${parent}.${name}`);

/** The path of a list item or map entry: `ports` and 0 give `ports[0]`. */
export const itemPath = (parent: string, key: number | string) => `${parent}[${key}]`;
