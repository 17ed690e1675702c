// Idempotent requests: the same client token with the same request is answered again, not done again (EC2 API reference,
// "Ensuring idempotency").
import { AwsError } from '../aws-error.ts';
import type { Action } from '../service.ts';
import type { Ec2 } from './ec2.ts';

/** How long a token is remembered. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** The action, done once per client token. */
export const oncePerToken =
  (ec2: Ec2, name: string, action: Action): Action =>
  (input: { readonly ClientToken?: string }, call) => {
    const { tables, world } = ec2;
    const token = input.ClientToken;
    if (token === undefined || token === '') return action(input as never, call);
    const { answers } = tables.now;
    forgetOld(ec2);
    const key = `${name} ${token}`;
    const request = JSON.stringify(input);
    const remembered = answers.get(key);
    if (remembered?.request === request) return remembered.answer;
    if (remembered) {
      throw new AwsError(
        'IdempotentParameterMismatch',
        'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
      );
    }
    const answer = action(input as never, call);
    answers.set(key, { at: world.clock.now(), request, answer });
    return answer;
  };

function forgetOld({ tables, world }: Ec2): void {
  const { answers } = tables.now;
  // The oldest answers come first.
  for (const [key, { at }] of answers) {
    if (world.clock.now() - at < rememberedMs) return;
    answers.delete(key);
  }
}
