import { RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateRuleCommand,
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeSSLPoliciesCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
  type Certificate,
  type CreateListenerCommandInput,
  type MutualAuthenticationAttributes,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { notFound } from '../balanced.ts';
import type { FrontDoor } from '../front-door.ts';
import { aTrustStore } from '../trust-store.ts';
import { api, guide, recorded, reported } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

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

const mutual = (MutualAuthentication: MutualAuthenticationAttributes) => secure(() => ({ MutualAuthentication }));

const addCertificates = (certificates: (account: FrontDoor) => Certificate[]) => (account: FrontDoor) =>
  account.elb.send(
    new AddListenerCertificatesCommand({ ListenerArn: account.https, Certificates: certificates(account) }),
  );

const verifying = (TrustStoreArn: string) => ({ Mode: 'verify', TrustStoreArn });

const unknownCertificate = 'arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000';

const unsuitable = 'InvalidConfigurationRequestException';
const noCertificate = 'A certificate must be specified for HTTPS listeners';
const twoCertificates = `Up to '1' certificate ARNs can be specified, but '2' were specified`;

const ports: Refusal[] = [
  refused(
    'a second listener on a port',
    create(() => ({ Port: 443 })),
    /^A listener already exists on this port for this load balancer 'arn:/,
    { code: 'DuplicateListenerException', page: api('CreateListener') },
  ),
  refused(
    'a listener moved onto the port of another',
    ({ elb, http }) => elb.send(new ModifyListenerCommand({ ListenerArn: http, Port: 443 })),
    /^A listener already exists on this port for this load balancer 'arn:/,
    { code: 'DuplicateListenerException', page: api('ModifyListener') },
  ),
  refused(
    'a TCP listener',
    create(() => ({ Protocol: 'TCP' })),
    `Listener protocol 'TCP' must be one of 'HTTP, HTTPS'`,
    { page: recorded('listener-protocol-lb-type') },
  ),
  refused(
    'a protocol nobody knows',
    create(() => ({ Protocol: 'FTP' as 'HTTP' })),
    /at 'protocol' failed to satisfy constraint: Member must satisfy enum value set/,
    { page: api('CreateListener') },
  ),
  refused(
    'a listener without protocol',
    create(() => ({ Protocol: undefined })),
    'A listener protocol must be specified',
    { page: api('CreateListener') },
  ),
  refused(
    'a listener without port',
    create(() => ({ Port: undefined })),
    'A listener port must be specified',
    { page: recorded('listener-port-required') },
  ),
  refused(
    'a listener with neither port nor protocol',
    create(() => ({ Port: undefined, Protocol: undefined })),
    'A listener port must be specified',
    { page: reported('getmoto/moto/blob/master/tests/test_elbv2/test_elbv2_listeners.py') },
  ),
  refused(
    'port 65536',
    create(() => ({ Port: 65_536 })),
    /at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535$/,
    { page: api('CreateListener') },
  ),
  refused(
    'a listener without default actions',
    create(() => ({ DefaultActions: undefined })),
    `1 validation error detected: Value null at 'defaultActions' failed to satisfy constraint: Member must not be null`,
    { page: api('CreateListener') },
  ),
  refused(
    'the 51st listener',
    create(() => ({})),
    /listeners/,
    {
      code: 'TooManyListenersException',
      page: guide('load-balancer-limits'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ listeners: 2 })),
    },
  ),
  refused(
    'a listener on no load balancer',
    create(({ loadBalancer }) => ({ LoadBalancerArn: `${loadBalancer.slice(0, -1)}0` })),
    /not found/,
    { code: 'LoadBalancerNotFoundException', page: api('CreateListener') },
  ),
  refused(
    'deleting a listener that does not exist',
    ({ elb, http }) => elb.send(new DeleteListenerCommand({ ListenerArn: `${http.slice(0, -1)}0` })),
    'One or more listeners not found',
    { code: 'ListenerNotFoundException', page: api('DeleteListener') },
  ),
  refused(
    'listeners of nothing in particular',
    ({ elb }) => elb.send(new DescribeListenersCommand({})),
    'You must specify either listener ARNs or a load balancer ARN',
    { page: api('DescribeListeners') },
  ),
  refused(
    'an ALPN policy',
    create(() => ({ AlpnPolicy: ['HTTP2Only'] })),
    `You cannot set ALPN policy on load balancers of type 'application'`,
    { code: unsuitable, page: recorded('listener-alpn-tls-only') },
  ),
  refused(
    'HTTPS turned to HTTP while a rule authenticates',
    ({ elb, https }) => elb.send(new ModifyListenerCommand({ ListenerArn: https, Protocol: 'HTTP', Port: 8080 })),
    /HTTPS/,
    {
      code: 'InvalidLoadBalancerActionException',
      page: guide('listener-authenticate-users'),
      after: ({ elb, https }) =>
        elb.send(
          new CreateRuleCommand({
            ListenerArn: https,
            Priority: 1,
            Conditions: [{ Field: 'path-pattern', Values: ['/a'] }],
            Actions: [
              {
                Type: 'jwt-validation',
                Order: 1,
                JwtValidationConfig: { JwksEndpoint: 'https://id.example.com/jwks', Issuer: 'https://id.example.com' },
              },
              { ...notFound, Order: 2 },
            ],
          }),
        ),
    },
  ),
  refused(
    'an HTTP listener moved onto the port its default action redirects to',
    ({ elb, http }) => elb.send(new ModifyListenerCommand({ ListenerArn: http, Port: 8080 })),
    'The redirect configuration is not valid because it creates a loop.',
    {
      code: 'InvalidLoadBalancerActionException',
      page: api('RedirectActionConfig'),
      after: ({ elb, http }) =>
        elb.send(
          new ModifyListenerCommand({
            ListenerArn: http,
            DefaultActions: [{ Type: 'redirect', RedirectConfig: { Port: '8080', StatusCode: 'HTTP_301' } }],
          }),
        ),
    },
  ),
];

const certificates: Refusal[] = [
  refused(
    'HTTPS without certificate',
    secure(() => ({ Certificates: undefined })),
    noCertificate,
    { page: reported('pulumi/pulumi/issues/15712') },
  ),
  refused(
    'HTTP turned to HTTPS without certificate',
    ({ elb, http }) => elb.send(new ModifyListenerCommand({ ListenerArn: http, Protocol: 'HTTPS' })),
    noCertificate,
    { page: reported('pulumi/pulumi/issues/15712') },
  ),
  refused(
    'two certificates',
    secure(({ account }) => ({
      Certificates: [{ CertificateArn: account.certificateArn }, { CertificateArn: unknownCertificate }],
    })),
    twoCertificates,
    { page: recorded('listener-cert-exactly-one') },
  ),
  refused(
    'a certificate that claims to be the default one',
    secure(({ account }) => ({ Certificates: [{ CertificateArn: account.certificateArn, IsDefault: true }] })),
    /IsDefault/,
    { page: api('CreateListener') },
  ),
  refused(
    'a certificate on HTTP',
    create(({ account }) => ({ Certificates: [{ CertificateArn: account.certificateArn }] })),
    'A certificate cannot be specified for HTTP listeners',
    { page: recorded('listener-cert-insecure-protocol') },
  ),
  refused(
    'a policy on HTTP',
    create(() => ({ SslPolicy: 'ELBSecurityPolicy-2016-08' })),
    'An SSL policy cannot be specifed for HTTP listeners',
    { page: recorded('listener-sslpolicy-secure-only') },
  ),
  refused(
    'an unknown policy',
    secure(() => ({ SslPolicy: 'Strong' })),
    `SSL policy 'Strong' not found`,
    { code: 'SSLPolicyNotFoundException', page: recorded('listener-sslpolicy-known') },
  ),
  refused(
    'an unknown certificate',
    secure(() => ({ Certificates: [{ CertificateArn: unknownCertificate }] })),
    `Certificate '${unknownCertificate}' not found`,
    { code: 'CertificateNotFoundException', page: api('CreateListener') },
  ),
  refused(
    'a certificate that is none',
    secure(() => ({ Certificates: [{ CertificateArn: 'arn:aws:s3:::my-cert' }] })),
    `Certificate 'arn:aws:s3:::my-cert' not found`,
    { code: 'CertificateNotFoundException', page: recorded('listener-cert-not-acm-or-iam') },
  ),
  refused(
    `another region's certificate`,
    secure(() => ({ Certificates: [{ CertificateArn: unknownCertificate.replace('us-west-2', 'eu-west-1') }] })),
    `Certificate ARN '${unknownCertificate.replace('us-west-2', 'eu-west-1')}' is not valid`,
    { page: recorded('listener-cert-region') },
  ),
  refused(
    'a certificate that is not issued yet',
    async (account) => {
      const { CertificateArn } = await account.acm.send(
        new RequestCertificateCommand({ DomainName: 'new.example.com' }),
      );
      return secure(() => ({ Certificates: [{ CertificateArn }] }))(account);
    },
    /^The certificate 'arn:.*' must have a fully-qualified domain name, a supported signature, and a supported key size\.$/,
    { code: 'UnsupportedCertificate', page: recorded('listener-cert-region') },
  ),
  refused(
    'removing the default certificate',
    ({ elb, https, account }) =>
      elb.send(
        new RemoveListenerCertificatesCommand({
          ListenerArn: https,
          Certificates: [{ CertificateArn: account.certificateArn }],
        }),
      ),
    /default certificate/,
    { code: 'OperationNotPermittedException', page: api('RemoveListenerCertificates') },
  ),
  refused(
    'the 26th certificate',
    addCertificates(({ account }) => [{ CertificateArn: account.certificateArn }]),
    /certificates/,
    {
      code: 'TooManyCertificatesException',
      page: guide('load-balancer-limits'),
      after: ({ emulator }) => Promise.resolve(emulator.setLimits({ certificates: 0 })),
    },
  ),
  refused(
    'adding no certificate',
    addCertificates(() => []),
    /A certificate must be specified/,
    { page: api('AddListenerCertificates') },
  ),
  refused(
    'adding two certificates',
    addCertificates(() => [{ CertificateArn: unknownCertificate }, { CertificateArn: unknownCertificate }]),
    twoCertificates,
    { page: api('AddListenerCertificates') },
  ),
  refused(
    'adding a default certificate',
    addCertificates(({ account }) => [{ CertificateArn: account.certificateArn, IsDefault: false }]),
    /IsDefault/,
    { page: api('AddListenerCertificates') },
  ),
  refused(
    'adding a certificate without ARN',
    addCertificates(() => [{ IsDefault: false }]),
    /certificate ARN must be specified/,
    { page: api('Certificate') },
  ),
  refused(
    'adding an unknown certificate',
    addCertificates(() => [{ CertificateArn: unknownCertificate }]),
    `Certificate '${unknownCertificate}' not found`,
    { code: 'CertificateNotFoundException', page: api('AddListenerCertificates') },
  ),
  refused(
    'adding a certificate to an HTTP listener',
    ({ elb, http, account }) =>
      elb.send(
        new AddListenerCertificatesCommand({
          ListenerArn: http,
          Certificates: [{ CertificateArn: account.certificateArn }],
        }),
      ),
    'A certificate cannot be specified for HTTP listeners',
    { page: recorded('listener-certificate-secure-listener') },
  ),
  refused(
    'an SSL policy that does not exist',
    ({ elb }) => elb.send(new DescribeSSLPoliciesCommand({ Names: ['Strong'] })),
    `SSL policy 'Strong' not found`,
    { code: 'SSLPolicyNotFoundException', page: api('DescribeSSLPolicies') },
  ),
];

const mutualTls: Refusal[] = [
  refused(
    'verification without trust store',
    mutual({ Mode: 'verify' }),
    'Mutual Authentication mode verify requires a trust store arn',
    { page: recorded('listener-mtls-truststore-required') },
  ),
  refused(
    'a trust store without verification',
    mutual({ Mode: 'passthrough', TrustStoreArn: 'arn:aws:x' }),
    /Mutual Authentication mode passthrough does not support trust store/,
    { page: recorded('listener-mtls-truststore-verify-only') },
  ),
  refused(
    'expired certificates where none are verified',
    mutual({ Mode: 'passthrough', IgnoreClientCertificateExpiry: true }),
    'Mutual Authentication mode passthrough does not support ignoring client certificate expiry',
    { page: recorded('listener-mtls-ignore-expiry-verify-only') },
  ),
  refused(
    'CA names where none are verified',
    mutual({ Mode: 'off', AdvertiseTrustStoreCaNames: 'on' }),
    'Mutual Authentication mode off does not support advertise trust store ca names',
    { page: recorded('listener-mtls-advertise-verify-only') },
  ),
  refused(
    'an unknown mode of mutual authentication',
    mutual({ Mode: 'required' }),
    'Mutual Authentication mode required not found',
    { page: recorded('listener-mtls-mode-values') },
  ),
  refused(
    'mutual authentication on HTTP',
    create(() => ({ MutualAuthentication: { Mode: 'passthrough' } })),
    'Mutual Authentication cannot be set for non secure listeners',
    { code: unsuitable, page: recorded('listener-mtls-https-only') },
  ),
  refused(
    'a trust store that does not exist',
    mutual(verifying('arn:aws:elasticloadbalancing:us-west-2:123456789012:truststore/none/0123456789abcdef')),
    /not found/,
    { code: 'TrustStoreNotFoundException', page: api('CreateListener') },
  ),
  refused(
    'a third listener that verifies',
    async (account) => {
      const arn = await aTrustStore(account);
      const verify = (Port: number) => secure(() => ({ Port, MutualAuthentication: verifying(arn) }))(account);
      await verify(8443);
      await verify(9443);
      return verify(10_443);
    },
    /^You have reached the maximum number of listeners with mutual authentication with verify mode that you can associate with load balancer 'arn:.*': \[2\]$/,
    {
      code: unsuitable,
      page: recorded('lb-mtls-verify-listener-max'),
      after: () => Promise.resolve(),
    },
  ),
];

/** Refused CreateListener, ModifyListener and certificates of listeners. */
export const listenerRefusals: readonly Refusal[] = [...ports, ...certificates, ...mutualTls];
