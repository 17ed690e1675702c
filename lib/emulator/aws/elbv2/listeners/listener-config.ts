// Protocol, port, policy, certificate and mutual TLS of a listener, checked in AWS's order: protocol and certificate
// compatibility first, then whether policy and certificate exist.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import { traitsOf } from '../load-balancers/types.ts';
import { defaultSslPolicy, findSslPolicy } from '../ssl-policies.ts';
import type { Listener, ListenerProtocol, LoadBalancer } from '../tables.ts';
import { readAlpnPolicy } from './alpn-policy.ts';
import { requireUsableCertificate } from './certificates.ts';
import { readMutualAuthentication, type MutualAuthenticationInput } from './mutual-authentication.ts';

export interface ListenerInput {
  readonly Protocol?: string;
  readonly Port?: number;
  readonly SslPolicy?: string;
  readonly Certificates?: readonly CertificateInput[];
  readonly AlpnPolicy?: readonly string[];
  readonly MutualAuthentication?: MutualAuthenticationInput;
}

export interface CertificateInput {
  readonly CertificateArn?: string;
  readonly IsDefault?: boolean;
}

/** The members of a listener that its configuration decides. */
export type ListenerConfig = Pick<
  Listener,
  'port' | 'protocol' | 'sslPolicy' | 'alpnPolicy' | 'defaultCertificateArn' | 'mutualAuthentication'
>;

const invalid = (message: string) => new AwsError('ValidationError', message);

/** The configuration after a request; what the request leaves out stays as it was `before`. */
export function readListenerConfig(
  elbv2: Elbv2,
  loadBalancer: LoadBalancer,
  input: ListenerInput,
  before?: ListenerConfig,
): ListenerConfig {
  if (loadBalancer.type === 'gateway') return readGeneve(input);
  const port = input.Port ?? before?.port;
  if (port === undefined) throw invalid('A listener port must be specified');
  const protocol = readProtocol(loadBalancer, input.Protocol ?? before?.protocol);
  refuseCertificates(input.Certificates);
  const alpn = readAlpnPolicy(input.AlpnPolicy, { type: loadBalancer.type, protocol, before: before?.alpnPolicy });
  if (!isSecure(protocol)) return readPlain(input, protocol, port);
  return { ...readSecure(elbv2, input, { protocol, port, before }), ...alpn };
}

/** At most one, which is the default without saying so. */
function refuseCertificates(certificates: readonly CertificateInput[] = []): void {
  if (certificates.length > 1)
    throw invalid(`Up to '1' certificate ARNs can be specified, but '${certificates.length}' were specified`);
  if (certificates[0]?.IsDefault !== undefined) throw invalid('IsDefault cannot be specified for a certificate');
}

/** Whether a listener terminates TLS. */
export const isSecure = (protocol: ListenerProtocol): protocol is 'HTTPS' | 'TLS' =>
  protocol === 'HTTPS' || protocol === 'TLS';

/** The one listener of a Gateway Load Balancer; the request can say nothing about it ("CreateListener"). */
function readGeneve({ Protocol, Port, SslPolicy, Certificates = [], AlpnPolicy = [] }: ListenerInput): ListenerConfig {
  const given: readonly (readonly [string, boolean])[] = [
    ['port', Port !== undefined],
    ['protocol', Protocol !== undefined],
    ['SSL policy', SslPolicy !== undefined],
    ['certificate', Certificates.length > 0],
    ['ALPN policy', AlpnPolicy.length > 0],
  ];
  const foreign = given.find(([, isGiven]) => isGiven)?.[0];
  if (foreign) throw invalid(`A ${foreign} cannot be specified for gateway listeners`);
  return { port: 6081, protocol: 'GENEVE' };
}

function readProtocol(loadBalancer: LoadBalancer, protocol: string | undefined): ListenerProtocol {
  const { type, ipAddressType, sourceNatPrefix = 'off' } = loadBalancer;
  const { protocols } = traitsOf(type);
  if (protocol === undefined) throw invalid('A listener protocol must be specified');
  const known = protocols.find((candidate) => candidate === protocol);
  if (!known) throw invalid(`Listener protocol '${protocol}' must be one of '${protocols.join(', ')}'`);
  const isDatagram = known.includes('UDP') || known.includes('QUIC');
  if (isDatagram && ipAddressType === 'dualstack' && sourceNatPrefix === 'off') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The specified listener protocol '${known}' is not supported on load balancers using the 'dualstack' IP address type when 'EnablePrefixForIpv6SourceNat' is set to 'off'`,
    );
  }
  return known;
}

function readPlain(
  { Certificates = [], SslPolicy, MutualAuthentication }: ListenerInput,
  protocol: ListenerProtocol,
  port: number,
): ListenerConfig {
  if (Certificates.length > 0) throw invalid(`A certificate cannot be specified for ${protocol} listeners`);
  if (SslPolicy !== undefined) throw invalid(`An SSL policy cannot be specifed for ${protocol} listeners`);
  if (MutualAuthentication !== undefined && MutualAuthentication.Mode !== 'off') {
    throw new AwsError('InvalidConfigurationRequest', 'Mutual Authentication cannot be set for non secure listeners');
  }
  return { port, protocol };
}

interface Secure {
  readonly protocol: 'HTTPS' | 'TLS';
  readonly port: number;
  readonly before: ListenerConfig | undefined;
}

function readSecure(elbv2: Elbv2, input: ListenerInput, { protocol, port, before }: Secure): ListenerConfig {
  const certificateArn = certificateOf(input, protocol, before);
  const sslPolicy = input.SslPolicy ?? before?.sslPolicy ?? defaultSslPolicy;
  if (!findSslPolicy(sslPolicy)) throw new AwsError('SSLPolicyNotFound', `SSL policy '${sslPolicy}' not found`);
  requireUsableCertificate(elbv2, certificateArn);
  const common = { port, protocol, sslPolicy, defaultCertificateArn: certificateArn };
  if (protocol === 'TLS') {
    if (input.MutualAuthentication !== undefined && input.MutualAuthentication.Mode !== 'off') {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `Mutual Authentication is not supported on load balancers with type 'network'`,
      );
    }
    return common;
  }
  const mutualAuthentication = input.MutualAuthentication
    ? readMutualAuthentication(elbv2, input.MutualAuthentication)
    : (before?.mutualAuthentication ?? { Mode: 'off' });
  return { ...common, mutualAuthentication };
}

function certificateOf(
  { Certificates = [] }: ListenerInput,
  protocol: 'HTTPS' | 'TLS',
  before: ListenerConfig | undefined,
): string {
  const arn = Certificates[0]?.CertificateArn ?? before?.defaultCertificateArn;
  if (arn !== undefined) return arn;
  throw invalid(`A certificate must be specified for ${protocol} listeners`);
}
