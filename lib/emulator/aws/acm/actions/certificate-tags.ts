import { AwsError } from '../../aws-error.ts';
import { requireCertificate, type Acm } from '../acm.ts';
import { readTags, type Tag } from '../tags.ts';

interface TagsInput {
  readonly CertificateArn?: string;
  readonly ResourceArn?: string;
  readonly Tags?: readonly Tag[];
  readonly TagKeys?: readonly string[];
}

const target = (acm: Acm, { CertificateArn, ResourceArn }: TagsInput) =>
  requireCertificate(acm, CertificateArn ?? ResourceArn ?? '');

/** AddTagsToCertificate and TagResource. */
export const addTags = (acm: Acm) =>
  function add(input: TagsInput) {
    const certificate = target(acm, input);
    const tags = { ...certificate.tags, ...readTags(input.Tags) };
    if (Object.keys(tags).length > acm.world.limits.tagsPerResource) {
      throw new AwsError(
        'TooManyTagsException',
        `A certificate can have up to ${acm.world.limits.tagsPerResource} tags`,
      );
    }
    acm.tables.now.certificates.set(certificate.arn, { ...certificate, tags });
    acm.world.changed();
    return {};
  };

/** RemoveTagsFromCertificate (by tags, a value must match if given) and UntagResource (by keys). */
export const removeTags = (acm: Acm) =>
  function remove(input: TagsInput) {
    const certificate = target(acm, input);
    const isDoomed = ([key, value]: readonly [string, string]) =>
      (input.TagKeys?.includes(key) ?? false) ||
      (input.Tags?.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value)) ?? false);
    const tags = Object.fromEntries(Object.entries(certificate.tags).filter((entry) => !isDoomed(entry)));
    acm.tables.now.certificates.set(certificate.arn, { ...certificate, tags });
    acm.world.changed();
    return {};
  };

/** ListTagsForCertificate and ListTagsForResource. */
export const listTags = (acm: Acm) =>
  function list(input: TagsInput) {
    return { Tags: Object.entries(target(acm, input).tags).map(([Key, Value]) => ({ Key, Value })) };
  };
