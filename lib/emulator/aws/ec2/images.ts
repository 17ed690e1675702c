// Machine images one can launch here: enough to start an instance, none to inspect one.
import { AwsError } from '../aws-error.ts';

export interface MachineImage {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly architecture: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

const amazon = { ownerId: '137112412989', tags: {} };

/** The image of the nodes of the initial account. */
export const nodeImageId = 'ami-0c0ffee0c0ffee000';

/** Every image of the emulated region; ids are the emulator's own. */
export const images: readonly MachineImage[] = [
  {
    ...amazon,
    id: nodeImageId,
    name: 'amazon-eks-node-al2023-x86_64-standard-1.33-v20260101',
    description: 'EKS-optimized Kubernetes node based on Amazon Linux 2023',
    architecture: 'x86_64',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  {
    ...amazon,
    id: 'ami-0a1b2c3d4e5f60001',
    name: 'al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64',
    description: 'Amazon Linux 2023 AMI x86_64 HVM kernel-6.1',
    architecture: 'x86_64',
    createdAt: '2025-12-08T00:00:00.000Z',
  },
  {
    ...amazon,
    id: 'ami-0a1b2c3d4e5f60002',
    name: 'al2023-ami-2023.9.20251208.0-kernel-6.1-arm64',
    description: 'Amazon Linux 2023 AMI arm64 HVM kernel-6.1',
    architecture: 'arm64',
    createdAt: '2025-12-08T00:00:00.000Z',
  },
];

/** The images of these ids; throws InvalidAMIID.Malformed or InvalidAMIID.NotFound. */
export function requireImages(ids: readonly string[]): readonly MachineImage[] {
  const malformed = ids.find((id) => !/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id));
  if (malformed !== undefined) {
    throw new AwsError('InvalidAMIID.Malformed', `Invalid id: "${malformed}" (expecting "ami-...")`);
  }
  const unknown = ids.filter((id) => !images.some((image) => image.id === id));
  if (unknown.length === 1)
    throw new AwsError('InvalidAMIID.NotFound', `The image id '[${unknown[0]}]' does not exist`);
  if (unknown.length > 1) {
    throw new AwsError('InvalidAMIID.NotFound', `The image ids '[${unknown.join(', ')}]' do not exist`);
  }
  return images.filter(({ id }) => ids.includes(id));
}
