// EC2 behind the endpoint.
import { awsModels } from '../../../generated/aws/model.ts';
import { AwsError } from '../aws-error.ts';
import type { Action, AwsService } from '../service.ts';
import { addressActions } from './address-actions.ts';
import { authorizeEc2 } from './authorization.ts';
import { oncePerToken } from './client-tokens.ts';
import type { Ec2 } from './ec2.ts';
import { forgetTerminated } from './instances.ts';
import { machineActions } from './machine-actions.ts';
import { networkActions } from './network-actions.ts';
import { securityGroupActions } from './security-group-actions.ts';
import { createTags } from './actions/create-tags.ts';
import { deleteTags } from './actions/delete-tags.ts';
import { describeTags } from './actions/describe-tags.ts';

/** Every action; what is not here, AWS's EC2 has and this one has not. */
const actionsOf = (ec2: Ec2): Record<string, Action> => ({
  ...networkActions(ec2),
  ...addressActions(ec2),
  ...securityGroupActions(ec2),
  ...machineActions(ec2),
  CreateTags: createTags(ec2),
  DeleteTags: deleteTags(ec2),
  DescribeTags: describeTags(ec2),
});

/** With `DryRun` an allowed call is refused in place of being done. */
const withDryRun =
  (ec2: Ec2, action: Action): Action =>
  (input: { readonly DryRun?: boolean }, call) => {
    if (input.DryRun) {
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    }
    forgetTerminated(ec2);
    return action(input as never, call);
  };

/** EC2 as an endpoint service. */
export const createEc2Service = (ec2: Ec2): AwsService => ({
  signingName: 'ec2',
  model: awsModels.ec2,
  actions: Object.fromEntries(
    Object.entries(actionsOf(ec2)).map(([name, action]) => [name, withDryRun(ec2, oncePerToken(ec2, name, action))]),
  ),
  authorization: authorizeEc2(ec2),
  state: ec2.tables.state,
  reset: () => ec2.tables.reset(),
});
