// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleTransform.html
import type { RuleTransform as SdkTransform } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Transform } from '../../core/stack/listener-rule.ts';
import { list, text } from './optional-members.ts';

/** Every rewrite is kept, in order; that AWS takes one per transform is not checked. */
export function transformToSdk({ type, rewrites }: Transform): SdkTransform {
  const Rewrites = rewrites.map(({ regex, replace }) => ({ Regex: regex, Replace: replace }));
  return type === 'url-rewrite'
    ? { Type: type, UrlRewriteConfig: { Rewrites } }
    : { Type: type, HostHeaderRewriteConfig: { Rewrites } };
}

/** A type that we do not know is read as a URL rewrite, without rewrites unless it has a URL configuration. */
export function transformFromSdk({ Type, UrlRewriteConfig, HostHeaderRewriteConfig }: SdkTransform): Transform {
  const type = Type === 'host-header-rewrite' ? 'host-header-rewrite' : 'url-rewrite';
  const config = type === 'url-rewrite' ? UrlRewriteConfig : HostHeaderRewriteConfig;
  return {
    type,
    rewrites: list(config?.Rewrites).map(({ Regex, Replace }) => ({ regex: text(Regex), replace: text(Replace) })),
  };
}
