// An account at another endpoint, furnished like the emulated one: the same network, certificate and load balancer, made
// through AWS's own API.
import { ACMClient } from '@aws-sdk/client-acm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { anAws, type Aws } from '../../unit/emulator-aws/aws.ts';
import { type FrontDoor, openFrontDoor } from '../../unit/emulator-aws/front-door.ts';
import { prepareAccount } from '../moto/prepare-account.ts';

export interface Endpoint {
  readonly url: string;
  readonly region: string;
}

/** Thrown when a statement needs what only the emulator can do: quotas, objects put behind S3's back. */
export class OnlyEmulated extends Error {}

/** Rejects if the endpoint refuses anything of the furniture. Credentials are those of the environment. */
export async function accountAt({ url, region }: Endpoint): Promise<FrontDoor> {
  const model = await anAws({ region });
  const settings = { region, endpoint: url, maxAttempts: 1 };
  const client = <Client>(type: new (config: never) => Client): Client => new type(settings as never);
  const twins = await prepareAccount(model.account, {
    ours: model.client(EC2Client),
    moto: client(EC2Client),
    motoAcm: client(ACMClient),
  });
  const account = twins.translate(model.account);
  const elb = client(ElasticLoadBalancingV2Client);
  return openFrontDoor({ ...model, account, elb, client, clientOf: () => client, emulator: unavailable } as Aws);
}

const unavailable = new Proxy({} as Aws['emulator'], {
  get: () => {
    throw new OnlyEmulated();
  },
});
