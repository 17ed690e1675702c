// One part of a benchmark in a process of its own, so that its processor time and memory are its own too.
import { fork, type ChildProcess } from 'node:child_process';

/** A part that runs. */
export interface PartProcess {
  /** Asks the part for something; rejects with what went wrong inside it. */
  ask<T>(question: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });
interface Question {
  readonly id: number;
  readonly question: string;
  readonly argument: unknown;
}

/** Starts the part at `url`. */
export function startPart(url: URL): PartProcess {
  const child = fork(url, { stdio: ['ignore', 2, 2, 'ipc'] });
  const waiting = new Map<number, (reply: Reply | Error) => void>();
  let asked = 0;
  child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply));
  child.on('exit', (code) => {
    for (const answer of waiting.values()) answer(new Error(`${url.pathname} ended with ${code}`));
  });
  return {
    ask: <T>(question: string, argument?: unknown) =>
      new Promise<T>((resolve, reject) => {
        const id = (asked += 1);
        waiting.set(id, (reply) => {
          waiting.delete(id);
          if (reply instanceof Error) reject(reply);
          else if ('error' in reply) reject(new Error(reply.error));
          else resolve(reply.result as T);
        });
        child.send({ id, question, argument } satisfies Question);
      }),
    stop: () => end(child),
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.disconnect();
  });
}

/** The inside of a part: answers questions until the parent leaves. */
export function answerParent(answers: Readonly<Record<string, (argument: never) => unknown>>): void {
  process.on('message', ({ id, question, argument }: Question) => {
    void (async () => {
      try {
        const result = await answers[question]?.(argument as never);
        process.send?.({ id, result });
      } catch (error) {
        process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    })();
  });
  process.on('disconnect', () => process.exit());
}
