// ALPN policies, which TLS listeners of Network Load Balancers have ("CreateListener", ELBv2 API reference).
import { AwsError } from '../../aws-error.ts';
import type { ListenerProtocol, LoadBalancerType } from '../tables.ts';

const policies = ['HTTP1Only', 'HTTP2Only', 'HTTP2Optional', 'HTTP2Preferred', 'None'];

interface AlpnPlace {
  readonly type: LoadBalancerType;
  readonly protocol: ListenerProtocol;
  readonly before: string | undefined;
}

/** The policy after a request, as a member of the listener; a TLS listener without one has `None` and shows nothing. */
export function readAlpnPolicy(
  given: readonly string[] | undefined,
  { type, protocol, before }: AlpnPlace,
): { readonly alpnPolicy?: string } {
  if (given === undefined || given.length === 0)
    return before === undefined || protocol !== 'TLS' ? {} : { alpnPolicy: before };
  if (type !== 'network') {
    throw new AwsError('InvalidConfigurationRequest', `You cannot set ALPN policy on load balancers of type '${type}'`);
  }
  if (protocol !== 'TLS') {
    throw new AwsError('InvalidConfigurationRequest', `You cannot set ALPN policy on ${protocol} listeners`);
  }
  if (given.length > 1) {
    throw new AwsError(
      'ValidationError',
      `Up to '1' ALPN policy can be specified, but '${given.length}' were specified`,
    );
  }
  const [alpnPolicy = ''] = given;
  if (!policies.includes(alpnPolicy))
    throw new AwsError('ALPNPolicyNotFound', `ALPN policy [${alpnPolicy}] is not found`);
  return { alpnPolicy };
}
