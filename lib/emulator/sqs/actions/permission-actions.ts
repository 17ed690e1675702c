// AddPermission, RemovePermission.
import type { Action } from '../../aws/service.ts';
import { addPermission, removePermission } from '../permissions.ts';
import { queueByUrl, type QueueRegion } from '../queue-region.ts';

interface AddInput {
  readonly QueueUrl: string;
  readonly Label: string;
  readonly AWSAccountIds: readonly string[];
  readonly Actions: readonly string[];
}

/** The two actions. */
export const permissionActions = (region: QueueRegion): Readonly<Record<string, Action>> => ({
  AddPermission: ({ QueueUrl, Label, AWSAccountIds, Actions }: AddInput) => {
    addPermission(region, queueByUrl(region, QueueUrl), { label: Label, accountIds: AWSAccountIds, actions: Actions });
    return {};
  },
  RemovePermission: ({ QueueUrl, Label }: { readonly QueueUrl: string; readonly Label: string }) => {
    removePermission(region, queueByUrl(region, QueueUrl), Label);
    return {};
  },
});
