// Client certificates of an HTTPS port.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
import type { MutualAuthentication } from '../stack/stack.ts';
import type { ListenerConfiguration, ListenerPort } from './listener-ports.ts';
import { clientsOf, trustStoreRef } from './trust-stores.ts';
import { lack, reportListener } from './translation.ts';
import type { Translation } from './translation.ts';

type Asked = NonNullable<ListenerConfiguration['mutualAuthentication']>;

/** `unknown`: clients cannot be verified as asked, so that the port must not be opened. */
export function mutualAuthentication(
  translation: Translation,
  port: ListenerPort,
): MutualAuthentication | 'unknown' | undefined {
  const asked = port.configuration?.mutualAuthentication;
  if (asked === undefined) return fromGateway(port);
  if (asked.mode === 'off' || asked.mode === 'passthrough') return { mode: asked.mode };
  const trustStoreArn = trustStore(translation, port, asked.trustStore ?? '');
  if (trustStoreArn === undefined) return 'unknown';
  return {
    mode: 'verify',
    trustStoreArn,
    ignoreClientCertificateExpiry: asked.ignoreClientCertificateExpiry ?? false,
    ...advertised(asked),
  };
}

/** What `spec.tls.frontend` of the Gateway asks. */
function fromGateway(port: ListenerPort): MutualAuthentication | undefined {
  const clients = clientsOf(port);
  if (clients === undefined || clients.mode === 'passthrough') return clients;
  return { mode: 'verify', trustStoreArn: trustStoreRef(clients.authorities) };
}

function advertised({
  advertiseTrustStoreCaNames: names,
}: Asked): Pick<MutualAuthentication, 'advertiseTrustStoreCaNames'> {
  return names === 'on' || names === 'off' ? { advertiseTrustStoreCaNames: names } : {};
}

function trustStore(translation: Translation, port: ListenerPort, nameOrArn: string): string | undefined {
  if (nameOrArn.startsWith('arn:')) return nameOrArn;
  const { trustStores } = translation.facts;
  if (trustStores === undefined) return void lack(translation, { fact: 'trust-store', name: nameOrArn });
  const arn = trustStores[nameOrArn];
  if (arn !== undefined) return arn;
  for (const listener of port.listeners) {
    reportListener(translation, 'trust-store', listener, {
      message: `there is no trust store "${nameOrArn}". Create it or name another one`,
    });
  }
  return undefined;
}
