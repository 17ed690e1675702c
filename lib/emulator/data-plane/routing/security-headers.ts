// Headers that tell a target what the load balancer made sure of: TLS, the client's certificate, the user. A client cannot
// send them in the load balancer's name. Elastic Load Balancing user guide, "HTTP header modification" (renamed headers),
// "Mutual authentication with TLS", "Authenticate users using an Application Load Balancer".
import type { ListenerView, LoadBalancerView } from '../load-balancer-source.ts';
import type { HeaderLines, ReceivedRequest } from './received-request.ts';

interface Place {
  readonly loadBalancer: LoadBalancerView;
  readonly listener: ListenerView;
}

const tlsNames = {
  x_amzn_tls_version: 'X-Amzn-Tls-Version',
  x_amzn_tls_cipher_suite: 'X-Amzn-Tls-Cipher-Suite',
} as const;

const certificateNames: Readonly<Record<string, string>> = {
  x_amzn_mtls_clientcert: 'X-Amzn-Mtls-Clientcert',
  x_amzn_mtls_clientcert_serial_number: 'X-Amzn-Mtls-Clientcert-Serial-Number',
  x_amzn_mtls_clientcert_issuer: 'X-Amzn-Mtls-Clientcert-Issuer',
  x_amzn_mtls_clientcert_subject: 'X-Amzn-Mtls-Clientcert-Subject',
  x_amzn_mtls_clientcert_validity: 'X-Amzn-Mtls-Clientcert-Validity',
  x_amzn_mtls_clientcert_leaf: 'X-Amzn-Mtls-Clientcert-Leaf',
};

const userNames = ['x-amzn-oidc-accesstoken', 'x-amzn-oidc-identity', 'x-amzn-oidc-data'];

const nameOf = ({ attributes }: ListenerView, key: string, fallback: string) =>
  attributes[`routing.http.request.${key}.header_name`] || fallback;

const tellsTls = ({ attributes }: LoadBalancerView) =>
  attributes['routing.http.x_amzn_tls_version_and_cipher_suite.enabled'] === 'true';

/** The TLS headers of a request, under the names the listener gives them. */
export function securityHeaders({ tls }: ReceivedRequest, { loadBalancer, listener }: Place): HeaderLines {
  if (!tls) return [];
  const lines: string[] = [];
  for (const [key, value] of Object.entries(tls.clientCertificate ?? {})) {
    lines.push(nameOf(listener, key, certificateNames[key] ?? key), value);
  }
  if (tellsTls(loadBalancer)) {
    lines.push(nameOf(listener, 'x_amzn_tls_version', tlsNames.x_amzn_tls_version), tls.version);
    lines.push(nameOf(listener, 'x_amzn_tls_cipher_suite', tlsNames.x_amzn_tls_cipher_suite), tls.cipherSuite);
  }
  return lines;
}

/** Lower-case names of the headers that are the load balancer's own: a client's are dropped. */
export function reservedHeaders({ loadBalancer, listener }: Place): readonly string[] {
  const named = {
    ...(listener.mutualAuthentication ? certificateNames : {}),
    ...(tellsTls(loadBalancer) ? tlsNames : {}),
  };
  const own = Object.entries(named).flatMap(([key, name]) => [name, nameOf(listener, key, name)]);
  return [...userNames, ...own.map((name) => name.toLowerCase())];
}
