// What the actions of EC2 work on, and what other emulated services may ask of it.
import type { World } from '../world.ts';
import { createEc2Tables, type Ec2Tables } from './tables.ts';

export interface Ec2 {
  readonly world: World;
  readonly tables: Ec2Tables;
}

/** An EC2 without resources. */
export const createEc2 = (world: World): Ec2 => ({ world, tables: createEc2Tables() });

/** A new resource id: a prefix and 17 hexadecimal digits. */
export const newId = ({ random }: World, prefix: string): string => `${prefix}-0${random.hex(16)}`;

/** `arn:aws:ec2:<region>:<account>:<type>/<id>` */
export const ec2Arn = ({ region, accountId }: Pick<World, 'region' | 'accountId'>, type: string, id: string): string =>
  `arn:aws:ec2:${region}:${accountId}:${type}/${id}`;
