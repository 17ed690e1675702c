import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { chunksOf } from './pages.ts';
import { learnt, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';
import { healthCheckToSdk, targetsToSdk } from './target-group-shapes.ts';
import { targetsPerCall } from './target-registry.ts';

export const targetGroupWriters: StepWriters<
  'CreateTargetGroup' | 'ModifyTargetGroup' | 'ModifyTargetGroupAttributes' | 'DeleteTargetGroup' | 'RegisterTargets'
> = {
  async CreateTargetGroup({ targetGroup, tags }, context) {
    const { name, targetType, port, protocol, protocolVersion, ipAddressType, vpcId, healthCheck } = targetGroup;
    const { TargetGroups } = await context.elbv2(
      new CreateTargetGroupCommand({
        Name: name,
        TargetType: targetType,
        Port: port,
        Protocol: protocol,
        ProtocolVersion: protocolVersion,
        VpcId: vpcId,
        IpAddressType: ipAddressType,
        ...healthCheckToSdk(healthCheck),
        Tags: tagsToSdk(tags),
      }),
    );
    return learnt(context, 'arn', TargetGroups?.[0]?.TargetGroupArn);
  },

  async ModifyTargetGroup({ targetGroup, healthCheck }, { elbv2, value }) {
    await elbv2(new ModifyTargetGroupCommand({ TargetGroupArn: value(targetGroup), ...healthCheckToSdk(healthCheck) }));
  },

  async ModifyTargetGroupAttributes({ targetGroup, attributes }, { elbv2, value }) {
    const Attributes = tagsToSdk(attributes);
    await elbv2(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: value(targetGroup), Attributes }));
  },

  async DeleteTargetGroup({ targetGroup }, { elbv2 }) {
    await elbv2(new DeleteTargetGroupCommand({ TargetGroupArn: targetGroup }));
  },

  async RegisterTargets({ targetGroup, targets }, { elbv2, value }) {
    for (const Targets of chunksOf(targetsToSdk(targets), targetsPerCall)) {
      await elbv2(new RegisterTargetsCommand({ TargetGroupArn: value(targetGroup), Targets }));
    }
  },
};
