import { changeIngress } from './change-ingress.ts';
import { learnt, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

export const securityGroupWriters: StepWriters<
  | 'CreateSecurityGroup'
  | 'AuthorizeSecurityGroupIngress'
  | 'RevokeSecurityGroupIngress'
  | 'DeleteSecurityGroup'
  | 'CreateTags'
  | 'DeleteTags'
> = {
  async CreateSecurityGroup({ group: { name, description, vpcId }, tags }, context) {
    const { CreateSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const client = await context.clients.ec2();
    const command = new CreateSecurityGroupCommand({
      GroupName: name,
      Description: description,
      VpcId: vpcId,
      TagSpecifications: [{ ResourceType: 'security-group', Tags: tagsToSdk(tags) }],
    });
    const { GroupId } = await context.call(() => client.send(command));
    return learnt(context, 'groupId', GroupId);
  },

  async AuthorizeSecurityGroupIngress({ call, groupId, rules }, { clients, value }) {
    await changeIngress(clients, { call, groupId: value(groupId), rules, value });
  },

  async RevokeSecurityGroupIngress({ call, groupId, rules }, { clients, value }) {
    await changeIngress(clients, { call, groupId: value(groupId), rules, value });
  },

  async DeleteSecurityGroup({ groupId }, { clients, call }) {
    const { DeleteSecurityGroupCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    await call(() => client.send(new DeleteSecurityGroupCommand({ GroupId: groupId })));
  },

  async CreateTags({ groupId, tags }, { clients, call, value }) {
    const { CreateTagsCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    await call(() => client.send(new CreateTagsCommand({ Resources: [value(groupId)], Tags: tagsToSdk(tags) })));
  },

  async DeleteTags({ groupId, keys }, { clients, call, value }) {
    const { DeleteTagsCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const Tags = keys.map((Key) => ({ Key }));
    await call(() => client.send(new DeleteTagsCommand({ Resources: [value(groupId)], Tags })));
  },
};
