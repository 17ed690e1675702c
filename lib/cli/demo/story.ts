// The processes' own log lines, told as one story: who did what, when, and which lines belong to one change (the trace).
import type { CallLogEntry } from '../../emulator/call-log.ts';
import type { LocalEvent } from '../local/compose-local.ts';
import type { Io } from '../io.ts';

export interface Story {
  /** Begins a chapter: the clock of its lines starts at zero. */
  chapter(title: string): void;
  /** A line of the narrator. */
  tell(line: string): void;
  event(event: LocalEvent): void;
  call(entry: CallLogEntry): void;
}

/** One parsed line of a function or of the forwarder. */
interface LogLine {
  readonly message: string;
  readonly level: string;
  readonly trace?: string;
  readonly subject?: unknown;
  readonly [fact: string]: unknown;
}

/**
 * `now` in milliseconds from any origin. Reads of AWS are counted and told as one line before the next run's result;
 * calls to SQS, calls of the administrator and unknown log lines below ERROR are not told.
 */
export function createStory(io: Io, now: () => number): Story {
  let started = now();
  let chapters = 0;
  let reads = 0;
  const line = (source: string, text: string, trace?: string) => {
    const at = `+${((now() - started) / 1000).toFixed(2)} s`.padStart(9);
    const mark = trace === undefined ? '' : io.style('gray', `  …${trace.slice(-6)}`);
    io.out(`${io.style('gray', at)}  ${io.style(colours[source] ?? 'white', source.padEnd(10))} ${text}${mark}`);
  };
  return {
    chapter: (title) => {
      chapters += 1;
      started = now();
      reads = 0;
      io.out('');
      io.out(io.style('bold', `${chapters}. ${title}`));
    },
    tell: (text) => io.out(`   ${text}`),
    event: (event) => {
      const parsed = parsedLine(event);
      if (!parsed) return;
      const { source, log } = parsed;
      if (log.message === 'reconciled' || log.message === 'targets') {
        if (reads > 0) line('AWS', counted(reads, 'read'));
        reads = 0;
      }
      const text = textOf(log);
      if (text !== undefined) line(source, text, log.trace);
    },
    call: ({ service, action, status, code, caller }) => {
      if (service === 'sqs' || caller === 'admin') return;
      if (/^(Describe|Get|List)/.test(action)) reads += 1;
      else line('AWS', `${action}${status === 200 ? '' : ` refused: ${code ?? status}`}`);
    },
  };
}

const colours: Readonly<Record<string, 'cyan' | 'yellow' | 'green' | 'magenta' | 'blue' | 'white'>> = {
  forwarder: 'cyan',
  dispatch: 'yellow',
  reconcile: 'green',
  targets: 'magenta',
  sweep: 'blue',
  AWS: 'white',
};

function parsedLine(event: LocalEvent): { readonly source: string; readonly log: LogLine } | undefined {
  if (event.kind !== 'log' && event.kind !== 'forwarder') return undefined;
  const text = event.kind === 'log' ? event.text : event.line;
  if (!text.startsWith('{')) return undefined;
  const log = JSON.parse(text) as LogLine & { readonly service?: string };
  return { source: log.service ?? 'function', log };
}

/** What a line says to somebody who has never seen the project; undefined: nothing worth telling. */
function textOf(log: LogLine): string | undefined {
  switch (log.message) {
    case 'rang':
      return `${String(log['cause'])} → rings ${subjectText(log.subject)}`;
    case 'dispatched':
      return `${counted(Number(log['doorbells']), 'doorbell')} → one summons for ${subjectText(log.subject)}`;
    case 'plan':
      return `plan: ${counted((log['steps'] as readonly string[]).length, 'step')}`;
    case 'class judged':
      return `${String(log['class'])} is ${log['accepted'] === true ? 'accepted' : 'not accepted'}`;
    case 'status written':
      return `writes status of ${String(log['object'])}`;
    case 'reconciled':
      return reconciledText(log);
    case 'targets':
      return `Service ${String(log['service'])}: ${String(log['registered'])} targets registered, ${String(log['deregistered'])} deregistered`;
    case 'swept':
      return log['rung'] === 0 && log['orphans'] === 0
        ? undefined
        : `rang ${String(log['rung'])}, removed ${String(log['orphans'])} orphans`;
    case 'shared security group given back':
      return `no Gateway is left: shared security group ${String(log['group'])} is deleted`;
    default:
      return log.level === 'ERROR' ? `${log.message}` : undefined;
  }
}

function reconciledText(log: LogLine): string | undefined {
  if (log['verdict'] === 'nothing') return undefined;
  const why = String(log['why'] ?? '');
  return `${subjectText(log.subject)}: ${String(log['verdict'])}${why === '' ? '' : ` (${why})`}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function subjectText(subject: unknown): string {
  if (typeof subject === 'string') return subject.replace(' /', ' ');
  const { kind, namespace, name } = subject as {
    readonly kind: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  return [kind, [namespace, name].filter((part) => part !== undefined).join('/')].join(' ');
}
