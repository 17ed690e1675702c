// Fixed-response actions. Status code and body length are constraints of the model.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';

const contentTypes = ['text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'];

/** A fixed-response action in read-back form. */
export function readFixedResponse({ Order, FixedResponseConfig }: ActionShape): ActionShape {
  const { ContentType } = FixedResponseConfig ?? {};
  if (ContentType !== undefined && ContentType !== '' && !contentTypes.includes(ContentType)) {
    const list = contentTypes.map((type) => `'${type}'`).join(', ');
    throw new AwsError('InvalidLoadBalancerAction', `The ContentType must be one of:${list}.`);
  }
  return {
    Type: 'fixed-response',
    ...(Order !== undefined && { Order }),
    ...(FixedResponseConfig && { FixedResponseConfig }),
  };
}
