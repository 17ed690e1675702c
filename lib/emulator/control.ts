// The emulator's own HTTP endpoint, for people and tests that drive it from outside: look at load balancers and calls,
// move the clock, change quotas, make weather, start over.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Unmodelled } from './aws/unmodelled.ts';
import type { CallLog } from './call-log.ts';
import type { Clock } from './clock.ts';
import {
  type IdentityProviderAccess,
  readIdentityProviderAccess,
} from './data-plane/authenticate/identity-provider-access.ts';
import { type Fault, faultKinds, type Faults, faultServices } from './faults.ts';

/** One load balancer and where it answers on this machine. */
export interface LoadBalancerEntry {
  readonly name: string;
  readonly arn: string;
  readonly dnsName: string;
  readonly address: string;
  /** Listener port → port bound on `address`. */
  readonly ports: Readonly<Record<string, number>>;
}

export interface ControlOptions {
  readonly clock: Clock;
  readonly callLog: CallLog;
  readonly faults: Faults;
  readonly loadBalancers: () => readonly LoadBalancerEntry[];
  /** Calls of what the emulator does not know. */
  readonly unmodelled: Pick<Unmodelled, 'list' | 'clear'>;
  /** The public key (PEM) that signs what load balancers tell their targets of users. */
  readonly publicKey: (keyId: string) => string | undefined;
  readonly setIdentityProviders: (access: IdentityProviderAccess) => void;
  /** Whether load balancers take only certificates with a fully qualified domain name, as in AWS. */
  readonly setStrictCertificateFqdn: (isStrict: boolean) => void;
  /** Ends the validation of a requested certificate; rejects if there is none that waits. */
  readonly validateCertificate: (certificateArn: string) => Promise<void>;
  readonly setLimits: (limits: Readonly<Record<string, number>>) => void;
  /** Back to the initial account. */
  readonly reset: () => Promise<void> | void;
}

export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

/** `name` is the last segment of the path where the route ends with `*`. */
type Route = (body: unknown, name: string) => Answer | Promise<Answer>;

/** A mistake of the caller, told in the answer. */
class BadRequest extends Error {}

/** Serves the control endpoint on 127.0.0.1; port 0 takes a free one. */
export async function startControl(options: ControlOptions, port = 0): Promise<Control> {
  const routes = routesOf(options);
  const server = createServer((request, response) => void serve(routes, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

function routesOf(options: ControlOptions): Readonly<Record<string, Route>> {
  const done = (): Answer => ({ status: 204, body: '' });
  const json = (value: unknown): Answer => ({ status: 200, body: `${JSON.stringify(value, null, 2)}\n` });
  return {
    'GET /load-balancers': () => json(options.loadBalancers()),
    'GET /calls': () => ({ status: 200, type: 'application/jsonl', body: options.callLog.toJsonLines() }),
    'DELETE /calls': () => {
      options.callLog.clear();
      return done();
    },
    'GET /unmodelled': () => json(options.unmodelled.list()),
    'DELETE /unmodelled': () => {
      options.unmodelled.clear();
      return done();
    },
    ...identityRoutes(options),
    'POST /certificates': async (body) => {
      await changeCertificates(options, body);
      return done();
    },
    'GET /clock': () => json({ now: options.clock.now() }),
    'GET /faults': () => json(options.faults.list()),
    'POST /reset': async () => {
      await options.reset();
      return done();
    },
    'POST /clock': async (body) => {
      await options.clock.advance(advanceOf(body) * 1000);
      return json({ now: options.clock.now() });
    },
    'POST /limits': (body) => {
      options.setLimits(limitsOf(body));
      return done();
    },
    'POST /faults': (body) => {
      for (const fault of faultsOf(body)) options.faults.add(fault);
      return json(options.faults.list());
    },
    'DELETE /faults': () => {
      options.faults.clear();
      return done();
    },
  };
}

/** What local identity providers and those who check signatures need. */
function identityRoutes(options: ControlOptions): Readonly<Record<string, Route>> {
  return {
    'GET /public-keys/*': (_, keyId) => {
      const key = options.publicKey(keyId);
      return key === undefined ? { status: 404, body: '' } : { status: 200, type: 'text/plain', body: key };
    },
    'POST /identity-providers': (body) => {
      const access = readIdentityProviderAccess(body);
      if (!access) {
        throw new BadRequest(
          'expected {"origins"?: {"https://idp.example.com": "http://127.0.0.1:4000"}, "authoritiesPem"?, "cognitoSecrets"?: {client id: secret}}',
        );
      }
      options.setIdentityProviders(access);
      return { status: 204, body: '' };
    },
  };
}

async function changeCertificates(options: ControlOptions, body: unknown): Promise<void> {
  const { strictFqdn, validate } = isRecord(body) ? body : {};
  if (typeof strictFqdn !== 'boolean' && typeof validate !== 'string') {
    throw new BadRequest('expected {"strictFqdn": boolean} or {"validate": "<certificate ARN>"}');
  }
  if (typeof strictFqdn === 'boolean') options.setStrictCertificateFqdn(strictFqdn);
  if (typeof validate === 'string') {
    await options.validateCertificate(validate).catch((error: unknown) => {
      throw new BadRequest(error instanceof Error ? error.message : String(error));
    });
  }
}

function advanceOf(body: unknown): number {
  const seconds = isRecord(body) ? body['advance'] : undefined;
  if (typeof seconds !== 'number' || !(seconds >= 0))
    throw new BadRequest('expected {"advance": seconds}, seconds >= 0');
  return seconds;
}

function limitsOf(body: unknown): Readonly<Record<string, number>> {
  if (!isRecord(body) || Object.values(body).some((value) => typeof value !== 'number')) {
    throw new BadRequest('expected {"<limit>": number, ...}, e.g. {"rules": 1000}');
  }
  return body as Readonly<Record<string, number>>;
}

function faultsOf(body: unknown): readonly Fault[] {
  const list = Array.isArray(body) ? (body as unknown[]) : [body];
  for (const fault of list) {
    if (!isRecord(fault) || !faultKinds.includes(fault['kind'] as Fault['kind'])) {
      throw new BadRequest(
        `expected [{"service", "action", "kind", "times" | "every", "seed"}], kind one of ${faultKinds.join(', ')}`,
      );
    }
  }
  for (const { service } of list as readonly Fault[]) {
    if (service === undefined || service === '*' || faultServices.includes(service)) continue;
    throw new BadRequest(`there is no service "${service}", only ${faultServices.join(', ')}`);
  }
  return list as readonly Fault[];
}

const maximumBody = 1024 * 1024;

async function serve(
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerTo(routes, request).catch((error: unknown): Answer => {
    const message = error instanceof Error ? error.message : String(error);
    return { status: error instanceof BadRequest ? 400 : 500, body: `${JSON.stringify({ error: message })}\n` };
  });
  response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' });
  response.end(answer.body);
}

async function answerTo(routes: Readonly<Record<string, Route>>, request: IncomingMessage): Promise<Answer> {
  const path = new URL(request.url ?? '/', 'http://control').pathname;
  const [, parent = '', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  const route = routes[`${request.method} ${path}`] ?? routes[`${request.method} ${parent}/*`];
  if (!route)
    return {
      status: 404,
      body: `${JSON.stringify({ error: `no ${request.method} ${path}`, routes: Object.keys(routes) })}\n`,
    };
  return route(await readJson(request), decodeURIComponent(name));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > maximumBody) throw new BadRequest('the body is longer than 1 MiB');
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadRequest('the body is not JSON');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
