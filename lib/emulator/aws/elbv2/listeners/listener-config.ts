// Protocol, port, policy, certificate and mutual TLS of a listener, checked in AWS's order: protocol and certificate
// compatibility first, then whether policy and certificate exist.
import { AwsError } from '../../aws-error.ts';
import type { Elbv2 } from '../elbv2.ts';
import { defaultSslPolicy, findSslPolicy } from '../ssl-policies.ts';
import type { Listener } from '../tables.ts';
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
  'port' | 'protocol' | 'sslPolicy' | 'defaultCertificateArn' | 'mutualAuthentication'
>;

const invalid = (message: string) => new AwsError('ValidationError', message);

/** The configuration after a request; what the request leaves out stays as it was `before`. */
export function readListenerConfig(elbv2: Elbv2, input: ListenerInput, before?: ListenerConfig): ListenerConfig {
  const protocol = readProtocol(input.Protocol ?? before?.protocol);
  const port = input.Port ?? before?.port;
  if (port === undefined) throw invalid('A listener port must be specified');
  if (input.AlpnPolicy !== undefined) {
    throw new AwsError('InvalidConfigurationRequest', 'An ALPN policy can be specified for TLS listeners only');
  }
  const { Certificates = [] } = input;
  if (Certificates.length > 1)
    throw invalid(`Up to '1' certificate ARNs can be specified, but '${Certificates.length}' were specified`);
  if (Certificates[0]?.IsDefault !== undefined) throw invalid('IsDefault cannot be specified for a certificate');
  if (protocol === 'HTTP') return readPlain(input, port);
  return readSecure(elbv2, input, { port, before });
}

function readProtocol(protocol: string | undefined): 'HTTP' | 'HTTPS' {
  if (protocol === undefined) throw invalid('A listener protocol must be specified');
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    throw invalid(`Listener protocol '${protocol}' must be one of 'HTTP, HTTPS'`);
  return protocol;
}

function readPlain(
  { Certificates = [], SslPolicy, MutualAuthentication }: ListenerInput,
  port: number,
): ListenerConfig {
  if (Certificates.length > 0) throw invalid('A certificate cannot be specified for HTTP listeners');
  if (SslPolicy !== undefined) throw invalid('An SSL policy cannot be specifed for HTTP listeners');
  if (MutualAuthentication !== undefined && MutualAuthentication.Mode !== 'off') {
    throw new AwsError('InvalidConfigurationRequest', 'Mutual Authentication is not supported for HTTP listeners');
  }
  return { port, protocol: 'HTTP' };
}

interface Secure {
  readonly port: number;
  readonly before: ListenerConfig | undefined;
}

function readSecure(elbv2: Elbv2, input: ListenerInput, { port, before }: Secure): ListenerConfig {
  const certificateArn = certificateOf(input, before);
  const sslPolicy = input.SslPolicy ?? before?.sslPolicy ?? defaultSslPolicy;
  if (!findSslPolicy(sslPolicy)) throw new AwsError('SSLPolicyNotFound', `SSL policy '${sslPolicy}' not found`);
  requireUsableCertificate(elbv2, certificateArn);
  const mutualAuthentication = input.MutualAuthentication
    ? readMutualAuthentication(elbv2, input.MutualAuthentication)
    : (before?.mutualAuthentication ?? { Mode: 'off' });
  return { port, protocol: 'HTTPS', sslPolicy, defaultCertificateArn: certificateArn, mutualAuthentication };
}

function certificateOf({ Certificates = [] }: ListenerInput, before: ListenerConfig | undefined): string {
  const arn = Certificates[0]?.CertificateArn ?? before?.defaultCertificateArn;
  if (arn !== undefined) return arn;
  const text = 'You must provide a list containing exactly one certificate if the listener protocol is HTTPS.';
  throw before ? new AwsError('InvalidConfigurationRequest', text) : invalid(text);
}
