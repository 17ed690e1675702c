// STS: who am I. Every identity may ask.
import { awsModels } from '../../../generated/aws/model.ts';
import type { AwsService, Call } from '../service.ts';

/** STS as an endpoint service. */
export const createStsService = (): AwsService => ({
  signingName: 'sts',
  model: awsModels.sts,
  actions: {
    GetCallerIdentity: (_input: object, { caller, accountId }: Call) => ({
      Account: accountId,
      Arn: caller.arn,
      UserId: userId(caller.arn),
    }),
  },
  // GetCallerIdentity needs no permission and cannot be denied.
  authorization: () => [],
  reset: () => undefined,
});

/** Unique ids begin with AIDA for users and AROA for roles, whose sessions add their name. */
function userId(arn: string): string {
  const [kind = '', name = '', session] = arn.split(':').at(-1)?.split('/') ?? [];
  const suffix = Buffer.from(name).toString('hex').toUpperCase().padEnd(17, '0').slice(0, 17);
  return kind === 'assumed-role' ? `AROA${suffix}:${session ?? ''}` : `AIDA${suffix}`;
}
