// AWS Query: form in, XML out (Elastic Load Balancing, STS).
import { AwsError } from '../aws-error.ts';
import { parseForm, readStructure, type FormDialect } from './form.ts';
import { bodyText, errorShape, shapeOf, statusOf, type Protocol } from './protocol.ts';
import { element, encodeMembers, escapeXml } from './xml.ts';

const dialect: FormDialect = {
  nameOf: (name, member) => member.locationName ?? name,
  entriesOf: (node, list, member) =>
    list.flattened || member.flattened ? node : node.children.get(list.member?.locationName ?? 'member'),
};

const headers = (requestId: string) => ({ 'content-type': 'text/xml', 'x-amzn-requestid': requestId });

/** Shares its signing name and many action names with Elastic Load Balancing v2; only the version tells them apart. */
const classicVersion = '2012-06-01';

const unknownAction = (action: string, version: string) =>
  new AwsError(
    'InvalidAction',
    `Could not find operation ${action} for version ${version}` +
      (version === classicVersion ? ': Classic Load Balancers are not emulated' : ''),
  );

/** The `query` protocol. */
export const queryProtocol: Protocol = {
  actionOf: (request, model) => {
    const { children } = parseForm(bodyText(request));
    const action = children.get('Action')?.value;
    if (!action) throw new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
    const version = children.get('Version')?.value ?? 'none';
    if (version !== model.metadata.apiVersion) throw unknownAction(action, version);
    return action;
  },
  decode: (request, model, operation) =>
    operation.input
      ? readStructure(model, shapeOf(model, operation.input.shape), parseForm(bodyText(request)), dialect)
      : {},
  encode: (model, operation, output, requestId) => {
    const wrapper = operation.output?.resultWrapper ?? `${operation.name}Result`;
    const members = operation.output ? encodeMembers(model, shapeOf(model, operation.output.shape), output) : '';
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    const xmlns = escapeXml(model.metadata.xmlNamespace ?? '');
    const name = `${operation.name}Response`;
    return {
      status: 200,
      headers: headers(requestId),
      body: `<${name} xmlns="${xmlns}">${element(wrapper, members)}${metadata}</${name}>`,
    };
  },
  encodeError: (model, error, requestId) => {
    const status = statusOf(model, error);
    const type = status < 500 ? 'Sender' : 'Receiver';
    const code = errorShape(model, error.code)?.shape.error?.code ?? error.code;
    const content =
      element('Type', type) + element('Code', escapeXml(code)) + element('Message', escapeXml(error.message));
    const xmlns = escapeXml(model.metadata.xmlNamespace ?? '');
    const body = `<ErrorResponse xmlns="${xmlns}">${element('Error', content)}${element('RequestId', requestId)}</ErrorResponse>`;
    return { status, headers: headers(requestId), body };
  },
  unknownAction: (action, model) => unknownAction(action, model.metadata.apiVersion),
};
