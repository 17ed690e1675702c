// What SDK clients were asked to send and what came of it, recorded from inside the clients.
import type { AwsClients } from '../../../lib/adapters/aws/clients.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An answer, or the code of a refusal. */
export type Answer = { readonly output: Json } | { readonly refused: string; readonly message: string };

export interface RecordedCall {
  /** Class of the SDK client, e.g. `EC2Client`. */
  readonly client: string;
  /** E.g. `CreateRule`. */
  readonly action: string;
  /** Which part of the session it belongs to. */
  readonly chapter: string;
  readonly input: Json;
  answer?: Answer;
}

/** The least that every SDK client's middleware stack offers. */
interface Tappable {
  readonly middlewareStack: {
    add(middleware: unknown, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
}

type Handler = (args: { readonly input: Json }) => Promise<{ readonly output: Json }>;

export interface Recorder {
  /** In the order in which the calls were made: what a call refers to was answered before it. */
  readonly calls: readonly RecordedCall[];
  chapter(title: string): void;
}

/** Records everything that these clients send from now on. */
export async function record(clients: AwsClients): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  let chapter = '';
  const tap = (client: Tappable) =>
    client.middlewareStack.add(
      (next: Handler, context: { readonly clientName: string; readonly commandName: string }): Handler =>
        async (args) => {
          const action = context.commandName.replace(/Command$/, '');
          const call: RecordedCall = {
            client: context.clientName,
            action,
            chapter,
            input: structuredClone(args.input),
          };
          calls.push(call);
          try {
            const result = await next(args);
            call.answer = { output: result.output };
            return result;
          } catch (error) {
            call.answer = refusal(error);
            throw error;
          }
        },
      { step: 'initialize', name: 'record' },
    );
  for (const client of [clients.elbv2, await clients.ec2(), await clients.acm(), await clients.tagging()]) {
    tap(client as unknown as Tappable);
  }
  return { calls, chapter: (title) => void (chapter = title) };
}

export function refusal(error: unknown): Answer {
  const { name, message } = error as Error;
  return { refused: name, message };
}
