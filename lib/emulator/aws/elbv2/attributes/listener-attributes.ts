// Listener attributes ("ListenerAttribute", ELBv2 API reference): on an ALB, response headers on every listener and names
// of the TLS request headers on HTTPS only ("HTTP header modification"); elsewhere the idle timeout of flows.
import { AwsError } from '../../aws-error.ts';
import type { Attributes, Listener, ListenerProtocol } from '../tables.ts';
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

const listed = (words: readonly string[]): AttributeRule =>
  oneOf(
    [...words, ''],
    '',
    (value, key) => `The value of '${key}' must be from the following: [${words.join(', ')}], but was '${value}'`,
  );

const responseTable: AttributeTable = {
  [`${response}.server.enabled`]: flag(true),
  [`${response}.strict_transport_security.header_value`]: headerText,
  [`${response}.access_control_allow_origin.header_value`]: headerText,
  [`${response}.access_control_allow_methods.header_value`]: headerText,
  [`${response}.access_control_allow_headers.header_value`]: headerText,
  [`${response}.access_control_allow_credentials.header_value`]: listed(['true']),
  [`${response}.access_control_expose_headers.header_value`]: headerText,
  [`${response}.access_control_max_age.header_value`]: wholeNumber(0, 86_400, '', { words: [''] }),
  [`${response}.content_security_policy.header_value`]: headerText,
  [`${response}.x_content_type_options.header_value`]: listed(['nosniff']),
  [`${response}.x_frame_options.header_value`]: listed(['DENY', 'SAMEORIGIN']),
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

const flowTable: AttributeTable = { 'tcp.idle_timeout.seconds': wholeNumber(60, 6000, '350') };

const geneveTable: AttributeTable = { ...flowTable, 'send_tcp_reset.on_idle_timeout.enabled': flag(false) };

const tables: Readonly<Record<ListenerProtocol, AttributeTable>> = {
  HTTP: responseTable,
  HTTPS: { ...responseTable, ...requestTable },
  TCP: flowTable,
  TLS: {},
  UDP: {},
  TCP_UDP: flowTable,
  QUIC: {},
  TCP_QUIC: flowTable,
  GENEVE: geneveTable,
};

const allKeys = new Set(Object.values(tables).flatMap((table) => Object.keys(table)));

/** All attributes of a listener, defaults included. */
export const listenerAttributes = ({ protocol, attributes }: Listener): Attributes =>
  completeAttributes(tables[protocol], attributes);

/** The attributes after a Modify call. */
export const changeListenerAttributes = ({ protocol, attributes }: Listener, given: readonly KeyValue[]): Attributes =>
  changeAttributes(tables[protocol], attributes, given, {
    unknown: (key) =>
      allKeys.has(key)
        ? new AwsError('InvalidConfigurationRequest', 'The provided listener attribute is not supported')
        : new AwsError('ValidationError', `Listener attribute key '${key}' is not recognized`),
  });
