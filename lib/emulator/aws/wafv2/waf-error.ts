// WAF's refusals in its own words.
import { AwsError } from '../aws-error.ts';

/** What is named does not exist. */
export const nonexistent = () =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );

/** The name is taken. */
export const duplicate = () =>
  new AwsError(
    'WAFDuplicateItemException',
    'AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
  );

/** The lock token is not the newest. */
export const changedMeanwhile = () =>
  new AwsError(
    'WAFOptimisticLockException',
    'AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.',
  );

/** Something still uses what should go. */
export const inUse = () =>
  new AwsError(
    'WAFAssociatedItemException',
    'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
  );

/** A quota is used up. */
export const overLimit = () =>
  new AwsError(
    'WAFLimitsExceededException',
    'AWS WAF couldn’t perform the operation because you exceeded your resource limit.',
  );

/** `Error reason: …, field: …, parameter: …`, and the three as members. */
export const invalidParameter = (Reason: string, Field: string, Parameter: string) =>
  new AwsError(
    'WAFInvalidParameterException',
    `Error reason: ${Reason}, field: ${Field}, parameter: ${Parameter}`,
    400,
    {
      Field,
      Parameter,
      Reason,
    },
  );
