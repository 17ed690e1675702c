// Built-in kinds as Go holds them: the real server decodes every object into a struct and writes that struct back, so
// zero values that Go omits vanish and those it writes appear, whatever the client sent.
import { isRecord, type Fields } from '../json.ts';
import { canonicalQuantity } from '../quantity.ts';
import { zeroInJson } from './decode.ts';
import { messageOf, type MessageField } from './messages.ts';
import { specialMessage } from './special-messages.ts';

function typedValue(field: MessageField, value: unknown): unknown {
  if (!field.isMessage) return value;
  if (field.type === 'Quantity') return canonicalQuantity(String(value)) ?? value;
  return specialMessage(field.type) ? value : typedForm(field.type, value);
}

function typedMap(field: MessageField, value: unknown): unknown {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  if (!field.isMessage) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typedValue(field, item)]));
}

function typedList(field: MessageField, value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return field.isMessage ? value.map((item) => typedValue(field, item)) : value;
}

function typedField(field: MessageField, value: unknown): unknown {
  if (field.isMap) return typedMap(field, value);
  if (field.isRepeated) return typedList(field, value);
  if (value === undefined || value === null) return undefined;
  const typed = typedValue(field, value);
  return field.isOptional || !field.omitsZero || (typed !== '' && typed !== 0 && typed !== false) ? typed : undefined;
}

function settle(name: string, value: Fields, into: Fields): void {
  for (const field of messageOf(name).fields) {
    if (field.isInline) settle(field.type, value, into);
    else {
      const typed = typedField(field, value[field.name]) ?? zeroInJson(field);
      if (typed === undefined) delete into[field.name];
      else into[field.name] = typed;
    }
  }
}

/** A copy of a value of a message as Go would write it. What is no object is returned as it is. */
export function typedForm(name: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  const into = { ...value };
  settle(name, value, into);
  return into;
}
