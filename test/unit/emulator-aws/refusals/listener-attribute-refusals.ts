import { ModifyListenerAttributesCommand, type ListenerAttribute } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { FrontDoor } from '../front-door.ts';
import { guide, recorded } from './pages.ts';
import { refused, type Refusal } from './refusal.ts';

const unsuitable = 'InvalidConfigurationRequestException';

const attributes =
  (...Attributes: ListenerAttribute[]) =>
  ({ elb, https }: FrontDoor) =>
    elb.send(new ModifyListenerAttributesCommand({ ListenerArn: https, Attributes }));

const attribute = (Key: string, Value: string) => attributes({ Key, Value });

/** Refused changes of listener attributes. */
export const listenerAttributeRefusals: readonly Refusal[] = [
  refused(
    'an unknown listener attribute',
    attribute('routing.http.response.teapot.enabled', 'true'),
    `Listener attribute key 'routing.http.response.teapot.enabled' is not recognized`,
    { page: recorded('listener-attr-key-known') },
  ),
  refused(
    `a network listener's attribute`,
    attribute('tcp.idle_timeout.seconds', '60'),
    'The provided listener attribute is not supported',
    { code: unsuitable, page: recorded('listener-attr-key-lb-type') },
  ),
  refused(
    'an impossible X-Frame-Options',
    attribute('routing.http.response.x_frame_options.header_value', 'ALLOW'),
    `The value of 'routing.http.response.x_frame_options.header_value' must be from the following: [DENY, SAMEORIGIN], but was 'ALLOW'`,
    { page: recorded('listener-attr-x-frame-options-value') },
  ),
  refused(
    'an impossible X-Content-Type-Options',
    attribute('routing.http.response.x_content_type_options.header_value', 'sniff'),
    `The value of 'routing.http.response.x_content_type_options.header_value' must be from the following: [nosniff], but was 'sniff'`,
    { page: recorded('listener-attr-x-content-type-options-value') },
  ),
  refused(
    'a server header that is neither on nor off',
    attribute('routing.http.response.server.enabled', 'on'),
    `The value of 'routing.http.response.server.enabled' must be 'true' or 'false', but was 'on'`,
    { page: recorded('listener-attr-server-enabled-value') },
  ),
  refused(
    'a request header name with a space',
    attribute('routing.http.request.x_amzn_tls_version.header_name', 'a b'),
    `The value of 'routing.http.request.x_amzn_tls_version.header_name' contains invalid characters`,
    { page: recorded('listener-attr-header-name-format') },
  ),
  refused(
    'a response header value with a line break',
    attribute('routing.http.response.content_security_policy.header_value', 'a\nb'),
    /contains invalid characters/,
    { page: guide('header-modification') },
  ),
  refused(
    'a response header value of 1025 characters',
    attribute('routing.http.response.content_security_policy.header_value', 'a'.repeat(1025)),
    /1024 characters/,
    { page: guide('header-modification') },
  ),
  refused(
    'a preflight result kept for more than a day',
    attribute('routing.http.response.access_control_max_age.header_value', '86401'),
    /86400/,
    { page: guide('header-modification') },
  ),
  refused(
    'a listener attribute twice',
    attributes(
      { Key: 'routing.http.response.server.enabled', Value: 'true' },
      { Key: 'routing.http.response.server.enabled', Value: 'false' },
    ),
    `Attribute key 'routing.http.response.server.enabled' has been specified more than once`,
    { page: recorded('lb-attr-duplicate-key') },
  ),
  refused(
    'a request header attribute on HTTP',
    ({ elb, http }) =>
      elb.send(
        new ModifyListenerAttributesCommand({
          ListenerArn: http,
          Attributes: [{ Key: 'routing.http.request.x_amzn_tls_version.header_name', Value: 'x' }],
        }),
      ),
    'The provided listener attribute is not supported',
    { code: unsuitable, page: guide('header-modification') },
  ),
];
