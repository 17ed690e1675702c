// Transforms: after a rule was chosen and before its action runs, `url-rewrite` changes path and query together and
// `host-header-rewrite` the Host header; each sees the original request and replaces what its expression matched.
// Elastic Load Balancing user guide, "Transforms for listener rules".
import type { RuleTransformShape } from '../../aws/elbv2/shapes.ts';
import { compileExpression } from '../expression.ts';
import type { Readings } from '../readings.ts';

/** The two parts of a request that a transform may change. */
export interface RequestAddress {
  readonly host: string;
  /** Path and query. */
  readonly target: string;
}

/** The rewritten parts, or `unusable` when a rewrite gave no valid host or target (ALB then answers 500). */
export type Rewrite = (address: RequestAddress) => RequestAddress | 'unusable';

/** Prepares the transforms of one rule. */
export function compileRewrite(transforms: readonly RuleTransformShape[], readings: Readings): Rewrite {
  if (transforms.length === 0) return (address) => address;
  const rewriteOf = (type: string) => {
    const transform = transforms.find((candidate) => candidate.Type === type);
    const config = transform?.HostHeaderRewriteConfig ?? transform?.UrlRewriteConfig;
    return compileReplacement(config?.Rewrites?.[0], readings);
  };
  const rewriteHost = rewriteOf('host-header-rewrite');
  const rewriteTarget = rewriteOf('url-rewrite');
  return ({ host, target }) => {
    const rewritten = { host: rewriteHost(host), target: rewriteTarget(target) };
    return usableHost(rewritten.host) && usableTarget(rewritten.target) ? rewritten : 'unusable';
  };
}

function compileReplacement(
  rewrite: { readonly Regex: string; readonly Replace: string } | undefined,
  readings: Readings,
) {
  const expression = rewrite && compileExpression(rewrite.Regex, { ignoreCase: false });
  if (!rewrite || !expression) return (text: string) => text;
  return (text: string) => expression.replace(text, rewrite.Replace, readings.rewriteMatches);
}

const usableHost = (host: string) => host === '' || /^[\x21-\x7e]+$/.test(host);
const usableTarget = (target: string) =>
  (target.startsWith('/') || target === '*') && /^[\x21-\x7e\x80-\xff]+$/.test(target);
