// A browser as far as logins need one: it keeps cookies, follows redirects and fills in the forms of the test provider.
import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Browser {
  /** One request, without following a redirect. */
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Follows redirects and fills in forms until a page has neither. */
  visit(url: string): Promise<Page>;
  /** Follows redirects and fills in forms until the next page would be at `url`, which is returned. */
  visitUntil(url: string, stop: (next: string) => boolean): Promise<string>;
  /** Cookies of a host by name; changes are seen by the next request. */
  cookies(host: string): Map<string, string>;
}

/** `served` tells where an origin is on this machine; every other origin is where it says. */
export function createBrowser(
  served: Readonly<Record<string, () => { readonly host: string; readonly port: number }>>,
): Browser {
  const jars = new Map<string, Map<string, string>>();
  const cookies = (host: string) => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };

  const send = (method: string, address: string, body: string | undefined, headers: Readonly<Record<string, string>>) =>
    new Promise<Page>((resolve, reject) => {
      const url = new URL(address);
      const jar = cookies(url.host);
      const place = served[url.origin]?.() ?? { host: url.hostname, port: Number(url.port) };
      const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)({
        ...place,
        method,
        path: `${url.pathname}${url.search}`,
        agent: false,
        rejectUnauthorized: false,
        headers: {
          host: url.host,
          ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        for (const cookie of incoming.headers['set-cookie'] ?? []) keep(jar, cookie);
        let text = '';
        incoming.on('data', (chunk) => (text += String(chunk)));
        incoming.on('end', () =>
          resolve({ url: address, status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
        );
      });
      outgoing.end(body);
    });

  const get: Browser['get'] = (url, headers = {}) => send('GET', url, undefined, headers);
  /** The page after `page`: where it redirects to, or what its form leads to. */
  const next = (page: Page): { readonly url: string; readonly form?: string } | undefined => {
    if (page.headers.location) return { url: new URL(page.headers.location, page.url).href };
    const action = /<form[^>]+action="([^"]+)"/.exec(page.body)?.[1];
    if (action === undefined) return undefined;
    const prompt = /name="prompt" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    return { url: new URL(action, page.url).href, form: `prompt=${prompt}&login=alice&password=secret` };
  };
  const walk = async (url: string, stop: (next: string) => boolean): Promise<Page | string> => {
    let page = await get(url);
    for (let steps = 0; steps < 20; steps += 1) {
      const step = next(page);
      if (!step) return page;
      if (stop(step.url)) return step.url;
      page = step.form === undefined ? await get(step.url) : await send('POST', step.url, step.form, {});
    }
    throw new Error(`no end of redirects at ${page.url}`);
  };
  return {
    get,
    cookies,
    visit: async (url) => {
      const page = await walk(url, () => false);
      if (typeof page === 'string') throw new Error('unreachable');
      return page;
    },
    visitUntil: async (url, stop) => {
      const found = await walk(url, stop);
      if (typeof found !== 'string') throw new Error(`ended with ${found.status} at ${found.url}`);
      return found;
    },
  };
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = '', ...attributes] = cookie.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals);
  const expires = attributes.map((text) => /^ *expires=(.*)$/i.exec(text)?.[1]).find(Boolean);
  if (expires !== undefined && Date.parse(expires) <= 0) jar.delete(name);
  else jar.set(name, pair.slice(equals + 1));
}
