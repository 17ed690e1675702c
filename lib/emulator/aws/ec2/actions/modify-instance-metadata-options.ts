import { AwsError } from '../../aws-error.ts';
import type { Ec2 } from '../ec2.ts';
import { changeInstance, requireInstance } from '../instances.ts';
import type { MetadataOptions } from '../machine-rows.ts';

type ModifyInput = Partial<MetadataOptions> & { readonly InstanceId: string; readonly DryRun?: boolean };

/** ModifyInstanceMetadataOptions: only what is given. */
export const modifyInstanceMetadataOptions = (ec2: Ec2) =>
  function modify({ InstanceId, DryRun: _dryRun, ...options }: ModifyInput) {
    const instance = requireInstance(ec2, InstanceId);
    const hops = options.HttpPutResponseHopLimit;
    if (hops !== undefined && (hops < 1 || hops > 64)) {
      throw new AwsError('InvalidParameterValue', `Invalid value '${hops}' for parameter HttpPutResponseHopLimit.`);
    }
    const metadataOptions = { ...instance.metadataOptions, ...options };
    changeInstance(ec2, instance.id, { metadataOptions });
    return { InstanceId, InstanceMetadataOptions: { State: 'pending', ...metadataOptions } };
  };
