// Ingress permissions of security groups. A description is not part of a permission's identity.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
import { canonicalJson } from '../base/canonical.ts';
import type { IngressRule } from '../stack/stack.ts';

/** Equal for permissions that EC2 takes for the same one. */
export function ingressText({ protocol, fromPort, toPort, source }: IngressRule): string {
  return canonicalJson({ protocol, fromPort, toPort, source });
}

/** Rules of `wanted` whose exact permission is not in `present`. */
export function withoutExact(wanted: readonly IngressRule[], present: readonly IngressRule[]): readonly IngressRule[] {
  const texts = new Set(present.map(ingressText));
  return wanted.filter((rule) => !texts.has(ingressText(rule)));
}

/** Rules of `wanted` that no permission in `present` covers; a wider port range from the same source will do. */
export function withoutCovered(
  wanted: readonly IngressRule[],
  present: readonly IngressRule[],
): readonly IngressRule[] {
  return wanted.filter((rule) => !present.some((other) => covers(other, rule)));
}

function covers(wide: IngressRule, narrow: IngressRule): boolean {
  return (
    wide.protocol === narrow.protocol &&
    wide.fromPort <= narrow.fromPort &&
    wide.toPort >= narrow.toPort &&
    canonicalJson(wide.source) === canonicalJson(narrow.source)
  );
}

/** `tcp 80 from 0.0.0.0/0`, for people. */
export function describeIngress({ protocol, fromPort, toPort, source }: IngressRule): string {
  const ports = fromPort === toPort ? String(fromPort) : `${String(fromPort)}-${String(toPort)}`;
  const [from] = Object.values(source);
  return `${protocol} ${ports} from ${typeof from === 'string' ? from : canonicalJson(from)}`;
}
