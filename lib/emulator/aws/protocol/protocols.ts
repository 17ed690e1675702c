// The protocol a service's model names.
import type { AwsModel } from '../../../generated/aws/model.ts';
import { ec2Protocol } from './ec2.ts';
import { jsonProtocol } from './json.ts';
import type { Protocol } from './protocol.ts';
import { queryProtocol } from './query.ts';
import { restJsonProtocol } from './rest-json.ts';
import { restXmlProtocol } from './rest-xml.ts';

const protocols: Readonly<Record<string, Protocol>> = {
  query: queryProtocol,
  ec2: ec2Protocol,
  json: jsonProtocol,
  'rest-json': restJsonProtocol,
  'rest-xml': restXmlProtocol,
};

/** The codec of a model's protocol. */
export function protocolOf(model: AwsModel): Protocol {
  const protocol = protocols[model.metadata.protocol];
  if (!protocol) throw new Error(`no codec for protocol ${model.metadata.protocol}`);
  return protocol;
}
