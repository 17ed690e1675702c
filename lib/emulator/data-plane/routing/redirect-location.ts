// The Location of a redirect action. It always has an explicit port, and `#{path}` comes without its leading slash.
// ELBv2 API reference, RedirectActionConfig; port and empty query as observed in AWS's own end-to-end tests.
import type { ActionShape } from '../../aws/elbv2/shapes.ts';

/** What the placeholders of a redirect stand for. */
export interface RedirectSource {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path and query after the transforms of the rule. */
  readonly target: string;
}

/** Fills the placeholders; parts that are not configured are kept. */
export function redirectLocation(config: NonNullable<ActionShape['RedirectConfig']>, source: RedirectSource): string {
  const [path = '', query = ''] = split(source.target);
  const fill = (template: string) =>
    template.replace(/#\{(protocol|host|port|path|query)\}/g, (_, name: string) => {
      if (name === 'protocol') return source.protocol;
      if (name === 'host') return source.host.replace(/:\d+$/, '');
      if (name === 'port') return String(source.port);
      return name === 'path' ? path.replace(/^\//, '') : query;
    });
  const protocol = fill(config.Protocol ?? '#{protocol}').toLowerCase();
  const host = fill(config.Host ?? '#{host}');
  const port = fill(config.Port ?? '#{port}');
  const location = `${protocol}://${host}:${port}${fill(config.Path ?? '/#{path}')}`;
  const filledQuery = fill(config.Query ?? '#{query}');
  return filledQuery === '' ? location : `${location}?${filledQuery}`;
}

function split(target: string): readonly [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}
