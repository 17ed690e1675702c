import { host, path, withConditions } from './create-rule.ts';
import type { Refusal } from './refusal.ts';

/** Rules refused for their conditions. */
export const conditionRefusals: readonly Refusal[] = [
  {
    request: 'a rule without conditions',
    send: withConditions(),
    code: 'ValidationError',
    message: 'A condition must be specified',
  },
  {
    request: 'a condition without field',
    send: withConditions({ PathPatternConfig: { Values: ['/a'] } }),
    code: 'ValidationError',
    message: 'A condition field must be specified',
  },
  {
    request: 'an unknown condition field',
    send: withConditions({ Field: 'cookie' }),
    code: 'ValidationError',
    message: /Condition field 'cookie' must be one of/,
  },
  {
    request: 'a host config under path-pattern',
    send: withConditions({ Field: 'path-pattern', HostHeaderConfig: { Values: ['a.example.com'] } }),
    code: 'ValidationError',
    message: `For conditions of type 'path-pattern', you must specify the following fields: 'Values or RegexValues or PathPatternConfig'`,
  },
  {
    request: 'values and regexes in one config',
    send: withConditions({ Field: 'path-pattern', PathPatternConfig: { Values: ['/a'], RegexValues: ['^/a$'] } }),
    code: 'ValidationError',
    message: `You must provide exactly one of the following: ['Values' 'RegexValues'] for config of type 'PathPatternConfig'`,
  },
  {
    request: 'neither values nor regexes',
    send: withConditions({ Field: 'host-header', HostHeaderConfig: { Values: [] } }),
    code: 'ValidationError',
    message:
      /you must specify the following fields: 'Values or RegexValues or HostHeaderConfig'|exactly one of the following/,
  },
  {
    request: 'regexes on a query string',
    send: withConditions({ Field: 'query-string', RegexValues: ['^a$'] }),
    code: 'ValidationError',
    message: `'RegexValues' is not supported for a condition of type 'query-string'`,
  },
  {
    request: 'two host conditions',
    send: withConditions(host('a.example.com'), host('b.example.com')),
    code: 'ValidationError',
    message: `A rule can only have one 'host-header' condition`,
  },
  {
    request: 'two path conditions',
    send: withConditions(path('/a'), path('/b')),
    code: 'ValidationError',
    message: `A rule can only have one 'path-pattern' condition`,
  },
  {
    request: 'six values over two conditions',
    send: withConditions(path('/a', '/b', '/c', '/d', '/e'), host('x.example.com')),
    code: 'ValidationError',
    message: `A rule can only have '5' condition values and regex values`,
  },
  {
    request: 'seven wildcards',
    send: withConditions(path('/*/*/*/*/*/*/*')),
    code: 'ValidationError',
    message: `A rule can only have '6' condition wildcards`,
  },
  ...['/a b', '/a%20b', '/a=b', '/[a]', '/a,b'].map((value) => ({
    request: `the path ${value}`,
    send: withConditions(path(value)),
    code: 'ValidationError',
    message: `Condition value '${value}' contains a character that is not valid`,
  })),
  ...['example', 'example.com:8443', '10.0.0.1'].map((value) => ({
    request: `the host ${value}`,
    send: withConditions(host(value)),
    code: 'ValidationError',
    message: `Condition value '${value}' contains a character that is not valid`,
  })),
  {
    request: 'a host of 129 characters',
    send: withConditions(host(`${'a'.repeat(121)}.example`)),
    code: 'ValidationError',
    message: `Condition value for 'host-header' cannot contain more than 128 characters`,
  },
  {
    request: 'a lower-case method',
    send: withConditions({ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['get'] } }),
    code: 'ValidationError',
    message: `Condition value 'get' contains a character that is not valid`,
  },
  {
    request: 'a method of 41 characters',
    send: withConditions({ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['A'.repeat(41)] } }),
    code: 'ValidationError',
    message: `Condition value for 'http-request-method' cannot contain more than 40 characters`,
  },
  {
    request: 'the header Host',
    send: withConditions({ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'Host', Values: ['a'] } }),
    code: 'ValidationError',
    message: `You cannot specify 'Host' as an HTTP header name`,
  },
  {
    request: 'a header name with a space',
    send: withConditions({ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'a b', Values: ['a'] } }),
    code: 'ValidationError',
    message: /header name/,
  },
  {
    request: 'a source address without prefix',
    send: withConditions({ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.1'] } }),
    code: 'ValidationError',
    message: `The specified value '10.0.0.1' is not a valid CIDR block`,
  },
  {
    request: 'an empty value',
    send: withConditions(path('')),
    code: 'ValidationError',
    message: /empty/,
  },
  ...['(?=a)b', '(a)\\1', 'a(', '[z-a]', '*a', '(?i)a'].map((regex) => ({
    request: `the regex ${regex}`,
    send: withConditions({ Field: 'path-pattern', PathPatternConfig: { RegexValues: [regex] } }),
    code: 'ValidationError',
    message: /regular expression/,
  })),
];
