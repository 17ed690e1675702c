// A balanced account with a security group that nothing wears, and the clients of EC2 and ACM.
import { ACMClient } from '@aws-sdk/client-acm';
import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { anAws, type Aws } from './aws.ts';
import { balance, given } from './balanced.ts';

export const aFrontDoor = async (options: Parameters<typeof anAws>[0] = {}) => openFrontDoor(await anAws(options));

export async function openFrontDoor(aws: Aws) {
  const balanced = await balance(aws);
  const ec2 = balanced.client(EC2Client);
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'front', Description: 'front door', VpcId: balanced.account.vpcId }),
  );
  return { ...balanced, ec2, acm: balanced.client(ACMClient), securityGroup: given(GroupId) };
}

export type FrontDoor = Awaited<ReturnType<typeof aFrontDoor>>;
