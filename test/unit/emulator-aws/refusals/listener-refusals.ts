import { RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeSSLPoliciesCommand,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
  type CreateListenerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import type { Refusal } from './refusal.ts';

const create = (input: (account: FrontDoor) => Partial<CreateListenerCommandInput>) => (account: FrontDoor) =>
  account.elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: account.loadBalancer,
      Protocol: 'HTTP',
      Port: 8080,
      DefaultActions: [notFound],
      ...input(account),
    }),
  );

const secure = (input: (account: FrontDoor) => Partial<CreateListenerCommandInput>) =>
  create((account) => ({
    Protocol: 'HTTPS',
    Port: 8443,
    Certificates: [{ CertificateArn: account.account.certificateArn }],
    ...input(account),
  }));

const attribute = (Key: string, Value: string) => (account: FrontDoor) =>
  account.elb.send(new ModifyListenerAttributesCommand({ ListenerArn: account.https, Attributes: [{ Key, Value }] }));

const unknownCertificate = 'arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000';

/** Refused CreateListener, ModifyListener, certificates and attributes of listeners. */
export const listenerRefusals: readonly Refusal[] = [
  {
    request: 'a second listener on a port',
    send: create(() => ({ Port: 443 })),
    code: 'DuplicateListenerException',
    message: /^A listener already exists on this port for this load balancer 'arn:/,
  },
  {
    request: 'a listener moved onto the port of another',
    send: ({ elb, http }) => elb.send(new ModifyListenerCommand({ ListenerArn: http, Port: 443 })),
    code: 'DuplicateListenerException',
    message: /already exists on this port/,
  },
  {
    request: 'a TCP listener',
    send: create(() => ({ Protocol: 'TCP' })),
    code: 'ValidationError',
    message: `Listener protocol 'TCP' must be one of 'HTTP, HTTPS'`,
  },
  {
    request: 'a listener without protocol',
    send: create(() => ({ Protocol: undefined })),
    code: 'ValidationError',
    message: 'A listener protocol must be specified',
  },
  {
    request: 'a listener without port',
    send: create(() => ({ Port: undefined })),
    code: 'ValidationError',
    message: 'A listener port must be specified',
  },
  {
    request: 'port 65536',
    send: create(() => ({ Port: 65_536 })),
    code: 'ValidationError',
    message: /at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535$/,
  },
  {
    request: 'a listener without default actions',
    send: create(() => ({ DefaultActions: undefined })),
    code: 'ValidationError',
    message: `1 validation error detected: Value null at 'defaultActions' failed to satisfy constraint: Member must not be null`,
  },
  {
    request: 'HTTPS without certificate',
    send: secure(() => ({ Certificates: undefined })),
    code: 'ValidationError',
    message: 'You must provide a list containing exactly one certificate if the listener protocol is HTTPS.',
  },
  {
    request: 'HTTP turned to HTTPS without certificate',
    send: ({ elb, http }) => elb.send(new ModifyListenerCommand({ ListenerArn: http, Protocol: 'HTTPS' })),
    code: 'InvalidConfigurationRequestException',
    message: 'You must provide a list containing exactly one certificate if the listener protocol is HTTPS.',
  },
  {
    request: 'two certificates',
    send: secure(({ account }) => ({
      Certificates: [{ CertificateArn: account.certificateArn }, { CertificateArn: unknownCertificate }],
    })),
    code: 'ValidationError',
    message: `Up to '1' certificate ARNs can be specified, but '2' were specified`,
  },
  {
    request: 'a certificate on HTTP',
    send: create(({ account }) => ({ Certificates: [{ CertificateArn: account.certificateArn }] })),
    code: 'ValidationError',
    message: 'A certificate cannot be specified for HTTP listeners',
  },
  {
    request: 'a policy on HTTP',
    send: create(() => ({ SslPolicy: 'ELBSecurityPolicy-2016-08' })),
    code: 'ValidationError',
    message: 'An SSL policy cannot be specifed for HTTP listeners',
  },
  {
    request: 'an unknown policy',
    send: secure(() => ({ SslPolicy: 'Strong' })),
    code: 'SSLPolicyNotFoundException',
    message: `SSL policy 'Strong' not found`,
  },
  {
    request: 'an unknown certificate',
    send: secure(() => ({ Certificates: [{ CertificateArn: unknownCertificate }] })),
    code: 'CertificateNotFoundException',
    message: `Certificate '${unknownCertificate}' not found`,
  },
  {
    request: 'a certificate that is not issued yet',
    send: async (account) => {
      const { CertificateArn } = await account.acm.send(
        new RequestCertificateCommand({ DomainName: 'new.example.com' }),
      );
      return secure(() => ({ Certificates: [{ CertificateArn }] }))(account);
    },
    code: 'UnsupportedCertificate',
    message:
      /^The certificate 'arn:.*' must have a fully-qualified domain name, a supported signature, and a supported key size\.$/,
  },
  {
    request: 'verification without trust store',
    send: secure(() => ({ MutualAuthentication: { Mode: 'verify' } })),
    code: 'ValidationError',
    message: 'Mutual Authentication mode verify requires a trust store arn',
  },
  {
    request: 'a trust store without verification',
    send: secure(() => ({ MutualAuthentication: { Mode: 'passthrough', TrustStoreArn: 'arn:aws:x' } })),
    code: 'ValidationError',
    message: /trust store/,
  },
  {
    request: 'the 51st listener',
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ listeners: 2 })),
    send: create(() => ({})),
    code: 'TooManyListenersException',
    message: /listeners/,
  },
  {
    request: 'a listener on no load balancer',
    send: create(({ loadBalancer }) => ({ LoadBalancerArn: `${loadBalancer.slice(0, -1)}0` })),
    code: 'LoadBalancerNotFoundException',
    message: /not found/,
  },
  {
    request: 'deleting a listener that does not exist',
    send: ({ elb, http }) => elb.send(new DeleteListenerCommand({ ListenerArn: `${http.slice(0, -1)}0` })),
    code: 'ListenerNotFoundException',
    message: 'One or more listeners not found',
  },
  {
    request: 'listeners of nothing in particular',
    send: ({ elb }) => elb.send(new DescribeListenersCommand({})),
    code: 'ValidationError',
    message: 'You must specify either listener ARNs or a load balancer ARN',
  },
  {
    request: 'removing the default certificate',
    send: ({ elb, https, account }) =>
      elb.send(
        new RemoveListenerCertificatesCommand({
          ListenerArn: https,
          Certificates: [{ CertificateArn: account.certificateArn }],
        }),
      ),
    code: 'OperationNotPermittedException',
    message: /default certificate/,
  },
  {
    request: 'the 26th certificate',
    after: ({ emulator }) => Promise.resolve(emulator.setLimits({ certificates: 0 })),
    send: ({ elb, https, account }) =>
      elb.send(
        new AddListenerCertificatesCommand({
          ListenerArn: https,
          Certificates: [{ CertificateArn: account.certificateArn }],
        }),
      ),
    code: 'TooManyCertificatesException',
    message: /certificates/,
  },
  {
    request: 'an unknown listener attribute',
    send: attribute('routing.http.response.teapot.enabled', 'true'),
    code: 'ValidationError',
    message: `Listener attribute key 'routing.http.response.teapot.enabled' is not recognized`,
  },
  {
    request: 'an impossible X-Frame-Options',
    send: attribute('routing.http.response.x_frame_options.header_value', 'ALLOW'),
    code: 'ValidationError',
    message: `The value of 'routing.http.response.x_frame_options.header_value' must be from the following: [DENY, SAMEORIGIN], but was 'ALLOW'`,
  },
  {
    request: 'a request header name with a space',
    send: attribute('routing.http.request.x_amzn_tls_version.header_name', 'a b'),
    code: 'ValidationError',
    message: `The value of 'routing.http.request.x_amzn_tls_version.header_name' contains invalid characters`,
  },
  {
    request: 'a request header attribute on HTTP',
    send: ({ elb, http }) =>
      elb.send(
        new ModifyListenerAttributesCommand({
          ListenerArn: http,
          Attributes: [{ Key: 'routing.http.request.x_amzn_tls_version.header_name', Value: 'x' }],
        }),
      ),
    code: 'InvalidConfigurationRequestException',
    message: /not supported/,
  },
  {
    request: 'an SSL policy that does not exist',
    send: ({ elb }) => elb.send(new DescribeSSLPoliciesCommand({ Names: ['Strong'] })),
    code: 'SSLPolicyNotFoundException',
    message: `SSL policy 'Strong' not found`,
  },
];
