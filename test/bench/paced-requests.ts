// An open-loop load: requests leave at fixed moments whether or not earlier ones were answered, and latency counts from
// the moment a request was due. A generator that waits for answers would hide exactly the delays that are looked for
// (coordinated omission), and a burst at each second's start, as rate limits of load generators make it, is no steady rate.
import { Agent, request } from 'node:http';

export interface PacedLoad {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Latencies in milliseconds, one per request; rejects when a request fails or is not answered with 200. */
export async function sendPaced(load: PacedLoad): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: Infinity });
  const start = performance.now() + 100;
  const total = load.perSecond * load.seconds;
  const answers: Promise<number>[] = [];
  await new Promise<void>((resolve) => {
    const tick = () => {
      const due = Math.min(Math.floor(((performance.now() - start) * load.perSecond) / 1000) + 1, total);
      while (answers.length < due) answers.push(sendOne(load, agent, start + (answers.length * 1000) / load.perSecond));
      if (answers.length >= total) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
  try {
    return await Promise.all(answers);
  } finally {
    agent.destroy();
  }
}

function sendOne({ host, port, path, headers }: PacedLoad, agent: Agent, due: number): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host, port, path, headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${host}:${port}${path} answered ${response.statusCode}`));
      response.resume().on('end', () => resolve(performance.now() - due));
    })
      .on('error', reject)
      .end();
  });
}
