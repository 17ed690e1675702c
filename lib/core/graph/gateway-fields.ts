// Fields of a Gateway as a whole that ask for something no load balancer of ours can give.
import type { Finding } from '../base/finding.ts';
import type { Gateway } from '../snapshot/objects.ts';
import { keyOf, note, problem, type Verdict } from './judged.ts';

const unsupportedAddress: Verdict = { condition: 'Accepted', reason: 'UnsupportedAddress' };
const invalidClientCertificateRef: Verdict = { condition: 'ResolvedRefs', reason: 'InvalidClientCertificateRef' };

export interface GatewayFieldFindings {
  /** The Gateway is not accepted. */
  readonly fatal: readonly Finding[];
  readonly others: readonly Finding[];
}

/**
 * Findings about addresses, backend client certificates and default scope, in that order. An address of type
 * Hostname without a value is accepted: it asks for any.
 */
export function judgeGatewayFields(gateway: Gateway): GatewayFieldFindings {
  const key = keyOf(gateway);
  const { addresses = [], tls, defaultScope } = gateway.spec;
  const fatal = addresses.flatMap(({ type, value }, index) => {
    if (type === 'Hostname' && value === undefined) return [];
    const message = `an Application Load Balancer has a host name of its own and takes no address (${type} ${value ?? 'of any value'}). Remove it.`;
    return [problem(key, `spec.addresses[${index}]`, unsupportedAddress, message)];
  });
  const others: Finding[] = [];
  if (tls?.backend?.clientCertificateRef) {
    const message = 'an Application Load Balancer shows no client certificate to backends. Remove it.';
    others.push(problem(key, 'spec.tls.backend.clientCertificateRef', invalidClientCertificateRef, message));
  }
  if (defaultScope !== undefined && defaultScope !== 'None') {
    others.push(
      note(
        key,
        'spec.defaultScope',
        'routes do not attach to default Gateways; it has no effect. Name the Gateway in their parentRefs.',
      ),
    );
  }
  return { fatal, others };
}
