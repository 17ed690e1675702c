import { requireCertificate, type Acm } from '../acm.ts';
import { readTags, refuseReserved, refuseTooMany, type Tag } from '../tags.ts';

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
    const tags = refuseTooMany({ ...certificate.tags, ...readTags(input.Tags) }, acm.world.limits.tagsPerResource);
    acm.tables.now.certificates.set(certificate.arn, { ...certificate, tags });
    acm.world.changed();
    return {};
  };

/** RemoveTagsFromCertificate (by tags, a value must match if given) and UntagResource (by keys). */
export const removeTags = (acm: Acm) =>
  function remove(input: TagsInput) {
    const certificate = target(acm, input);
    for (const { Key } of input.Tags ?? []) refuseReserved(Key);
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
