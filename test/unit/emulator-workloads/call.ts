// One HTTP request on a connection of its own.
import { request, type RequestOptions } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
  readonly json: Record<string, unknown>;
}

export function call(options: RequestOptions): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('error', reject);
      response.on('end', () => {
        const isJson = response.headers['content-type'] === 'application/json';
        const json = isJson ? (JSON.parse(body) as Record<string, unknown>) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, json });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
