import type { Action } from '../stack/listener-rule.ts';

/** What no route takes is not found: the default action of listeners, and what guards between them answer. */
export const notFound: Action = { type: 'fixed-response', statusCode: '404', contentType: 'text/plain' };
