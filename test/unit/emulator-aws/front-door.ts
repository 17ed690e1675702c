// A balanced account with a security group that nothing wears, and the clients of EC2 and ACM.
import { ACMClient } from '@aws-sdk/client-acm';
import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { aBalancedAccount, given } from './balanced.ts';

export async function aFrontDoor() {
  const balanced = await aBalancedAccount();
  const ec2 = balanced.client(EC2Client);
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'front', Description: 'front door', VpcId: balanced.account.vpcId }),
  );
  return { ...balanced, ec2, acm: balanced.client(ACMClient), securityGroup: given(GroupId) };
}

export type FrontDoor = Awaited<ReturnType<typeof aFrontDoor>>;
