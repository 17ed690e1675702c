// Responses that the load balancer makes itself: an nginx-style page for its own status codes, or a configured fixed
// response. Elastic Load Balancing user guide, "Troubleshoot your Application Load Balancers"; page captured from ALBs.
import { STATUS_CODES } from 'node:http';
import type { ActionShape } from '../../aws/elbv2/shapes.ts';

/** A complete response of the load balancer's own. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** Flat list name, value, …; without Date, Server, Content-Length and Connection. */
  readonly headers: readonly string[];
  readonly body: string;
  /** Whether the connection ends with this response. */
  readonly close?: boolean;
  /** Reason code for the access log. */
  readonly errorReason?: string;
}

/** nginx's wording where it differs from the IANA registry's; the codes above 451 are ALB's own and have none. */
const reasons: Readonly<Record<number, string>> = {
  302: 'Found',
  414: 'Request-URI Too Large',
  405: 'Not Allowed',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

/** The text that follows a status code on the status line. */
export const reasonOf = (status: number) => reasons[status] ?? STATUS_CODES[status] ?? '';

/** The page an ALB answers with when it fails or refuses a request. */
export function errorPage(status: number, options: { readonly close?: boolean } = {}): Answer {
  return {
    status,
    reason: reasonOf(status),
    headers: ['Content-Type', 'text/html'],
    body: page(status),
    ...(options.close ? { close: true } : {}),
  };
}

/** A redirect to `location`. */
export function redirectAnswer(status: 301 | 302, location: string): Answer {
  return {
    status,
    reason: reasonOf(status),
    headers: ['Content-Type', 'text/html', 'Location', location],
    body: page(status),
  };
}

/** A configured fixed response; an absent body is an empty one. */
export function fixedAnswer(config: NonNullable<ActionShape['FixedResponseConfig']>): Answer {
  const status = Number(config.StatusCode);
  const body = config.MessageBody ?? '';
  const type = config.ContentType ?? 'text/plain';
  return { status, reason: reasonOf(status), headers: ['Content-Type', `${type}; charset=utf-8`], body };
}

/** nginx calls the page of 401 otherwise than its status line. */
const pageTitles: Readonly<Record<number, string>> = { 401: 'Authorization Required' };

function page(status: number): string {
  const title = `${status} ${pageTitles[status] ?? reasonOf(status)}`.trim();
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
