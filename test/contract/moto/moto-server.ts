// A moto server of one exact version: installed from PyPI into a cache outside the tree, once, and started on loopback.
import { execFile, spawn } from 'node:child_process';
import { access, mkdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const motoVersion = '5.2.5';

export interface MotoServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

const patienceMs = 60_000;

/** Rejects if Python 3 with venv is missing, PyPI cannot be reached, or the server does not answer within a minute. */
export async function startMoto(progress: (line: string) => void): Promise<MotoServer> {
  const program = await installMoto(progress);
  const port = await freePort();
  progress(`starting moto_server on 127.0.0.1:${port}`);
  const server = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const close = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answers(`${endpoint}/moto-api/data.json`, exited);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, close };
}

async function installMoto(progress: (line: string) => void): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'albatross', `moto-${motoVersion}`);
  const program = join(folder, 'bin', 'moto_server');
  if (await exists(program)) return program;
  progress(`installing moto ${motoVersion} into ${folder} (a minute)`);
  await mkdir(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', `moto[server]==${motoVersion}`], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return program;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answers(url: string, exited: Promise<void>): Promise<void> {
  const end = performance.now() + patienceMs;
  let gone = false;
  void exited.then(() => (gone = true));
  while (performance.now() < end && !gone) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(gone ? 'moto_server ended before it answered' : `moto_server does not answer at ${url}`);
}
