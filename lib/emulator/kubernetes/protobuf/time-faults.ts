// Times that Go's decoder cannot read: those of most fields are RFC 3339, those of a few want exactly six digits of a second.
import { isRecord } from '../json.ts';
import { messageOf } from './messages.ts';

interface TimeLayout {
  readonly pattern: RegExp;
  readonly layout: string;
}

const layouts: Readonly<Record<string, TimeLayout>> = {
  'meta.v1.Time': {
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
    layout: '2006-01-02T15:04:05Z07:00',
  },
  'meta.v1.MicroTime': {
    pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d)$/,
    layout: '2006-01-02T15:04:05.000000Z07:00',
  },
};

function faultOf(text: string, { pattern, layout }: TimeLayout): string | undefined {
  if (pattern.test(text) && !Number.isNaN(Date.parse(text))) return undefined;
  const rest = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?<rest>.*)$/.exec(text)?.groups?.['rest'];
  const [at, wanted] = rest === undefined ? [text, '2006'] : [rest, layout.includes('.000000') ? '.000000' : 'Z07:00'];
  return `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(at)} as ${JSON.stringify(wanted)}`;
}

/** Why the first unreadable time in a value of a message is unreadable; undefined when there is none. */
export function timeFault(name: string, value: unknown): string | undefined {
  const layout = layouts[name];
  if (layout) return typeof value === 'string' ? faultOf(value, layout) : undefined;
  if (!isRecord(value)) return undefined;
  for (const field of messageOf(name).fields) {
    if (!field.isMessage) continue;
    const child = field.isInline ? value : value[field.name];
    const children = Array.isArray(child) ? child : field.isMap && isRecord(child) ? Object.values(child) : [child];
    for (const one of children) {
      const fault = timeFault(field.type, one);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}
