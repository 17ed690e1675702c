// Listener attributes of an ALB ("HTTP header modification", ALB user guide): response headers on every listener,
// names of the TLS request headers on HTTPS only.
import { AwsError } from '../../aws-error.ts';
import type { Attributes, Listener } from '../tables.ts';
import {
  changeAttributes,
  completeAttributes,
  flag,
  oneOf,
  wholeNumber,
  type AttributeRule,
  type AttributeTable,
  type KeyValue,
} from './attribute-table.ts';

const response = 'routing.http.response';
const request = 'routing.http.request';

const headerText: AttributeRule = {
  default: '',
  refuse: (value, key) => {
    if (value.length > 1024)
      return new AwsError('ValidationError', `The value of '${key}' cannot be longer than 1024 characters`);
    return /^[\x20-\x7e]*$/.test(value) ? undefined : invalidCharacters(key);
  },
};

const headerName: AttributeRule = {
  default: '',
  refuse: (value, key) => (/^[A-Za-z0-9\-_]{0,128}$/.test(value) ? undefined : invalidCharacters(key)),
};

const invalidCharacters = (key: string) =>
  new AwsError('ValidationError', `The value of '${key}' contains invalid characters`);

const responseTable: AttributeTable = {
  [`${response}.server.enabled`]: flag(true),
  [`${response}.strict_transport_security.header_value`]: headerText,
  [`${response}.access_control_allow_origin.header_value`]: headerText,
  [`${response}.access_control_allow_methods.header_value`]: headerText,
  [`${response}.access_control_allow_headers.header_value`]: headerText,
  [`${response}.access_control_allow_credentials.header_value`]: oneOf(['true', ''], ''),
  [`${response}.access_control_expose_headers.header_value`]: headerText,
  [`${response}.access_control_max_age.header_value`]: wholeNumber(0, 86_400, '', ['']),
  [`${response}.content_security_policy.header_value`]: headerText,
  [`${response}.x_content_type_options.header_value`]: oneOf(['nosniff', ''], ''),
  [`${response}.x_frame_options.header_value`]: oneOf(['DENY', 'SAMEORIGIN', ''], ''),
};

const requestTable: AttributeTable = {
  [`${request}.x_amzn_mtls_clientcert.header_name`]: headerName,
  [`${request}.x_amzn_mtls_clientcert_serial_number.header_name`]: headerName,
  [`${request}.x_amzn_mtls_clientcert_issuer.header_name`]: headerName,
  [`${request}.x_amzn_mtls_clientcert_subject.header_name`]: headerName,
  [`${request}.x_amzn_mtls_clientcert_validity.header_name`]: headerName,
  [`${request}.x_amzn_mtls_clientcert_leaf.header_name`]: headerName,
  [`${request}.x_amzn_tls_version.header_name`]: headerName,
  [`${request}.x_amzn_tls_cipher_suite.header_name`]: headerName,
};

const tableOf = ({ protocol }: Pick<Listener, 'protocol'>): AttributeTable =>
  protocol === 'HTTPS' ? { ...responseTable, ...requestTable } : responseTable;

const foreignKeys = new Set(['tcp.idle_timeout.seconds', 'send_tcp_reset.on_idle_timeout.enabled']);

/** All attributes of a listener, defaults included. */
export const listenerAttributes = (listener: Listener): Attributes =>
  completeAttributes(tableOf(listener), listener.attributes);

/** The attributes after a Modify call. */
export const changeListenerAttributes = (listener: Listener, given: readonly KeyValue[]): Attributes =>
  changeAttributes(tableOf(listener), listener.attributes, given, (key) =>
    Object.hasOwn(requestTable, key) || foreignKeys.has(key)
      ? new AwsError(
          'InvalidConfigurationRequest',
          `Listener attribute key '${key}' is not supported on listeners with protocol '${listener.protocol}'`,
        )
      : new AwsError('ValidationError', `Listener attribute key '${key}' is not recognized`),
  );
