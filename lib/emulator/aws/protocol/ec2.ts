// EC2's variant of the Query protocol: names start upper-case in requests, lists are numbered directly, errors have an
// envelope of their own.
import type { AwsMember } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import { parseForm, readStructure, type FormDialect } from './form.ts';
import { bodyText, shapeOf, statusOf, type Protocol } from './protocol.ts';
import { element, encodeMembers, escapeXml } from './xml.ts';

/** Name of a request parameter in the EC2 protocol. */
export function ec2ParameterName(name: string, member: AwsMember): string {
  const wireName = member.queryName ?? member.locationName ?? name;
  return wireName.charAt(0).toUpperCase() + wireName.slice(1);
}

const dialect: FormDialect = { nameOf: ec2ParameterName, entriesOf: (node) => node };

const headers = (requestId: string) => ({ 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId });

/** The `ec2` protocol. */
export const ec2Protocol: Protocol = {
  actionOf: (request) => {
    const action = parseForm(bodyText(request)).children.get('Action')?.value;
    if (!action) throw new AwsError('MissingAction', 'The request is missing an action or a required parameter.');
    return action;
  },
  decode: (request, model, operation) =>
    operation.input
      ? readStructure(model, shapeOf(model, operation.input.shape), parseForm(bodyText(request)), dialect)
      : {},
  encode: (model, operation, output, requestId) => {
    const members = operation.output ? encodeMembers(model, shapeOf(model, operation.output.shape), output) : '';
    const content = element('requestId', requestId) + (operation.output ? members : element('return', 'true'));
    const name = `${operation.name}Response`;
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${model.metadata.xmlNamespace}/">${content}</${name}>`;
    return { status: 200, headers: headers(requestId), body };
  },
  encodeError: (model, error, requestId) => {
    const content = element('Code', escapeXml(error.code)) + element('Message', escapeXml(error.message));
    const errors = element('Errors', element('Error', content));
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n${element('Response', errors + element('RequestID', requestId))}`;
    return { status: statusOf(model, error), headers: headers(requestId), body };
  },
  unknownAction: (action) => new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`),
};
