// Types that Go writes to JSON in a way of its own: a time is text, a quantity is text, an int-or-string is either.
import { asList, asText, isRecord, type Fields } from '../json.ts';

/** Between the JSON form of a type and the fields of its message. Undefined fields are an empty message: zero. */
export interface SpecialMessage {
  toFields(json: unknown): Fields | undefined;
  toJson(fields: Fields): unknown;
}

const utf8 = (bytes: unknown) => Buffer.from((bytes as Uint8Array | undefined) ?? []).toString('utf8');

function time(fraction: (nanos: number) => string): SpecialMessage {
  return {
    toFields: (json) => {
      const milliseconds = Date.parse(asText(json));
      if (Number.isNaN(milliseconds)) return undefined;
      const digits = /\.(?<digits>\d+)/.exec(asText(json))?.groups?.['digits'] ?? '';
      return { seconds: Math.floor(milliseconds / 1000), nanos: Number(digits.padEnd(9, '0').slice(0, 9)) };
    },
    toJson: ({ seconds = 0, nanos = 0 }) => {
      if (seconds === 0 && nanos === 0) return null;
      return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction(Number(nanos))}Z`;
    },
  };
}

/** Bytes of JSON text under one field; text that is no JSON is kept as text. */
function rawJson(field: string): SpecialMessage {
  return {
    toFields: (json) =>
      json === undefined || json === null ? undefined : { [field]: Buffer.from(JSON.stringify(json)) },
    toJson: (fields) => {
      const text = utf8(fields[field]);
      try {
        return text === '' ? null : (JSON.parse(text) as unknown);
      } catch {
        return text;
      }
    },
  };
}

const listOfItems: SpecialMessage = {
  toFields: (json) => ({ items: asList(json) }),
  toJson: ({ items }) => asList(items),
};

const quantity: SpecialMessage = {
  toFields: (json) => ({ string: typeof json === 'number' ? String(json) : asText(json) || '0' }),
  toJson: ({ string }) => asText(string) || '0',
};

const intOrString: SpecialMessage = {
  toFields: (json) =>
    typeof json === 'string'
      ? { type: 1, intVal: 0, strVal: json }
      : { type: 0, intVal: Number(json ?? 0), strVal: '' },
  toJson: ({ type, intVal = 0, strVal = '' }) => (type === 1 ? strVal : intVal),
};

const schemaOrBool: SpecialMessage = {
  toFields: (json) => (isRecord(json) ? { allows: true, schema: json } : { allows: json === true }),
  toJson: ({ schema, allows = false }) => schema ?? allows,
};

const schemaOrList: SpecialMessage = {
  toFields: (json) => (Array.isArray(json) ? { jSONSchemas: json } : { schema: json }),
  toJson: ({ schema, jSONSchemas }) => schema ?? asList(jSONSchemas),
};

const schemaOrNames: SpecialMessage = {
  toFields: (json) => (Array.isArray(json) ? { property: json } : { schema: json }),
  toJson: ({ schema, property }) => schema ?? asList(property),
};

const special: Readonly<Record<string, SpecialMessage>> = {
  IntOrString: intOrString,
  Quantity: quantity,
  RawExtension: rawJson('raw'),
  'apiextensions.v1.JSON': rawJson('raw'),
  'apiextensions.v1.JSONSchemaPropsOrArray': schemaOrList,
  'apiextensions.v1.JSONSchemaPropsOrBool': schemaOrBool,
  'apiextensions.v1.JSONSchemaPropsOrStringArray': schemaOrNames,
  'authentication.v1.ExtraValue': listOfItems,
  'authorization.v1.ExtraValue': listOfItems,
  'meta.v1.FieldsV1': rawJson('Raw'),
  'meta.v1.MicroTime': time((nanos) => `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}`),
  'meta.v1.Time': time(() => ''),
  'meta.v1.Verbs': listOfItems,
};

/** How a message is written in JSON, where that is not field by field. */
export const specialMessage = (name: string): SpecialMessage | undefined => special[name];
