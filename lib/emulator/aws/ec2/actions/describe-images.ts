import {
  filterRows,
  pageRows,
  refuseIdsWithPages,
  refusePageSize,
  type DescribeInput,
  type FilterTable,
} from '../describe-rows.ts';
import { images, requireImages, type MachineImage } from '../images.ts';
import { toTagList } from '../tags.ts';

const filters: FilterTable<MachineImage> = {
  'image-id': ({ id }) => [id],
  name: ({ name }) => [name],
  description: ({ description }) => [description],
  architecture: ({ architecture }) => [architecture],
  'creation-date': ({ createdAt }) => [createdAt],
  'owner-id': ({ ownerId }) => [ownerId],
  'owner-alias': () => ['amazon'],
  'image-type': () => ['machine'],
  'is-public': () => ['true'],
  'root-device-type': () => ['ebs'],
  'root-device-name': () => ['/dev/xvda'],
  'virtualization-type': () => ['hvm'],
  hypervisor: () => ['xen'],
  state: () => ['available'],
};

interface DescribeImagesInput extends DescribeInput {
  readonly ImageIds?: readonly string[];
  readonly Owners?: readonly string[];
}

/** DescribeImages: a few public images of Amazon. */
export const describeImages = () =>
  function describe(input: DescribeImagesInput) {
    refuseIdsWithPages('imageIds', input.ImageIds, input);
    refusePageSize(input);
    const named = input.ImageIds ? requireImages(input.ImageIds) : images;
    const isOwned = ({ ownerId }: MachineImage) =>
      !input.Owners || input.Owners.includes(ownerId) || input.Owners.includes('amazon');
    const { rows, ...next } = pageRows(filterRows(named.filter(isOwned), input.Filters, filters), input);
    return { Images: rows.map(toView), ...next };
  };

const toView = (image: MachineImage) => ({
  ImageId: image.id,
  Name: image.name,
  Description: image.description,
  ImageLocation: `amazon/${image.name}`,
  ImageOwnerAlias: 'amazon',
  OwnerId: image.ownerId,
  Architecture: image.architecture,
  CreationDate: image.createdAt,
  ImageType: 'machine',
  Public: true,
  State: 'available',
  RootDeviceName: '/dev/xvda',
  RootDeviceType: 'ebs',
  VirtualizationType: 'hvm',
  Hypervisor: 'xen',
  EnaSupport: true,
  PlatformDetails: 'Linux/UNIX',
  UsageOperation: 'RunInstances',
  BlockDeviceMappings: [],
  Tags: toTagList(image.tags),
});
