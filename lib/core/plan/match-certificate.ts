// Which certificate in ACM is that of which Secret, told by tags.
import type { Profile } from '../profile/profile.ts';
import type { ImportedCertificate, Stack } from '../stack/stack.ts';
import type { ObservedCertificate, ObservedStack } from './observed.ts';
import { isOfStack, isResource } from './ownership.ts';

/** Of several certificates of one Secret the one with its content, else one that can be imported over. */
export function matchCertificate(
  desired: ImportedCertificate,
  stack: Stack,
  observed: ObservedStack,
  profile: Profile,
): ObservedCertificate | undefined {
  const candidates = (observed.certificates ?? []).filter(
    ({ tags }) => isOfStack(tags, profile, stack.gateway) && isResource(tags, profile, desired.id),
  );
  const key = profile.tagKeys.content;
  return (
    candidates.find(({ tags }) => tags[key] === contentText(desired)) ??
    candidates.find(({ tags }) => tags[key]?.endsWith(`:${desired.keyAlgorithm}`) === true)
  );
}

/** Value of the tag that tells what was last imported. */
export function contentText({ fingerprint, keyAlgorithm }: ImportedCertificate): string {
  return `${fingerprint}:${keyAlgorithm}`;
}
