import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { elbv2Arn } from '../arns.ts';
import type { Elbv2 } from '../elbv2.ts';
import { findByName, putNamed } from '../named-rows.ts';
import { refuseTargetGroupName } from '../names.ts';
import type { TargetGroup } from '../tables.ts';
import { readNewTags, type Tag } from '../tags.ts';
import { readFamily, type FamilyInput } from '../target-groups/family.ts';
import { newHealthCheck, type HealthCheckInput } from '../target-groups/health-check.ts';
import { toNewGroupView } from '../target-groups/views.ts';

interface CreateTargetGroupInput extends FamilyInput, HealthCheckInput {
  readonly Name: string;
  readonly Tags?: readonly Tag[];
}

/** CreateTargetGroup. The same name with the same settings answers with the group that exists; tags do not count. */
export const createTargetGroup = (elbv2: Elbv2) =>
  function create(input: CreateTargetGroupInput) {
    const { world, tables } = elbv2;
    refuseTargetGroupName(input.Name);
    const family = readFamily(elbv2, input);
    const settings = { ...family, healthCheck: newHealthCheck(family, input) };
    const tags = readNewTags(elbv2, input.Tags);
    const existing = findByName(elbv2, 'targetGroups', input.Name);
    if (existing) {
      const { arn: _arn, name: _name, attributes: _attributes, targets: _targets, tags: _tags, ...present } = existing;
      if (isDeepStrictEqual(present, settings)) return { TargetGroups: [toNewGroupView(existing)] };
      throw new AwsError(
        'DuplicateTargetGroupName',
        `A target group with the same name '${input.Name}' exists, but with different settings`,
      );
    }
    if (tables.now.targetGroups.size >= world.limits.targetGroups) {
      throw new AwsError(
        'TooManyTargetGroups',
        `The maximum number of target groups has been reached: '${world.limits.targetGroups}'`,
      );
    }
    const group: TargetGroup = {
      arn: elbv2Arn(world, `targetgroup/${input.Name}/${world.random.hex(16)}`),
      name: input.Name,
      ...settings,
      attributes: {},
      targets: [],
      tags,
    };
    putNamed(elbv2, 'targetGroups', group);
    world.changed();
    return { TargetGroups: [toNewGroupView(group)] };
  };
