// Certificates that are brought into ACM from Secrets.
//
//   content in ACM                  | step
//   --------------------------------+----------------------------------------------------------
//   none of this Secret             | import
//   another, same kind of key       | re-import: the ARN stays, listeners need no change
//   another, other kind of key      | import; listeners change over; the old one is deleted
//   of a Secret no longer named     | deleted, after no listener has it
//
// https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html
import type { ImportedCertificate, Stack, Tags } from '../stack/stack.ts';
import type { ObservedCertificate, ObservedStack } from './observed.ts';
import { contentText } from './match-certificate.ts';
import { isOfStack, trackingTags } from './ownership.ts';
import type { Planning } from './planning.ts';
import type { Step } from './step.ts';
import { tagChanges } from './tag-steps.ts';

export interface CertificateSteps {
  /** Before listeners use them. */
  readonly grow: readonly Step[];
  /** After no listener uses them. */
  readonly shrink: readonly Step[];
}

/** Certificates of held ports stay. */
export function planCertificates(planning: Planning): CertificateSteps {
  const { stack, observed, matches, profile } = planning;
  const matched = new Set(Object.values(matches.certificates).map(({ arn }) => arn));
  const held = heldCertificates(stack, observed);
  return {
    grow: (stack.certificates ?? []).flatMap((certificate) => {
      const found = matches.certificates[certificate.id];
      return found === undefined ? [importStep(certificate, planning)] : changeSteps(certificate, found, planning);
    }),
    shrink: (observed.certificates ?? [])
      .filter(({ arn, tags }) => isOfStack(tags, profile, stack.gateway) && !matched.has(arn) && !held.has(arn))
      .map(deleteStep),
  };
}

function heldCertificates({ heldPorts = [] }: Stack, { listeners }: ObservedStack): ReadonlySet<string> {
  return new Set(listeners.flatMap(({ port, certificates }) => (heldPorts.includes(port) ? certificates : [])));
}

function desiredTags(certificate: ImportedCertificate, { profile, stack }: Planning): Tags {
  return {
    ...certificate.tags,
    ...trackingTags(profile, stack.gateway, certificate.id),
    [profile.tagKeys.content]: contentText(certificate),
  };
}

function importStep(certificate: ImportedCertificate, planning: Planning): Step {
  return {
    id: `create ${certificate.id}`,
    verb: 'create',
    resource: certificate.id,
    reason: 'desired, absent',
    after: [],
    request: { call: 'ImportCertificate', certificate, tags: desiredTags(certificate, planning) },
  };
}

/** The tag that tells the content changes last: cut before it, the import is repeated, which changes nothing. */
function changeSteps(
  certificate: ImportedCertificate,
  found: ObservedCertificate,
  planning: Planning,
): readonly Step[] {
  const { profile } = planning;
  const desired = desiredTags(certificate, planning);
  const { set, remove } = tagChanges(desired, found.tags, profile);
  const isSame = found.tags[profile.tagKeys.content] === contentText(certificate);
  const common = { verb: 'modify', resource: certificate.id } as const;
  const imported: Step = {
    ...common,
    id: `modify ${certificate.id}`,
    reason: 'the Secret has another certificate',
    after: [],
    request: { call: 'ImportCertificate', certificate, tags: desired, over: found.arn },
  };
  const tagged: Step = {
    ...common,
    id: `modify ${certificate.id} tags`,
    reason: 'tags differ',
    after: isSame ? [] : [imported.id],
    request: { call: 'AddTagsToCertificate', certificate: found.arn, tags: set },
  };
  const untagged: Step = {
    ...common,
    id: `delete ${certificate.id} tags`,
    verb: 'delete',
    reason: 'tags no longer desired',
    after: [],
    request: {
      call: 'RemoveTagsFromCertificate',
      certificate: found.arn,
      tags: Object.fromEntries(remove.map((key) => [key, found.tags[key] ?? ''])),
    },
  };
  return [
    ...(isSame ? [] : [imported]),
    ...(Object.keys(set).length === 0 ? [] : [tagged]),
    ...(remove.length === 0 ? [] : [untagged]),
  ];
}

function deleteStep({ arn }: ObservedCertificate): Step {
  return {
    id: `delete ${arn}`,
    verb: 'delete',
    resource: arn,
    reason: 'no listener takes this certificate from a Secret any more',
    after: [],
    request: { call: 'DeleteCertificate', certificate: arn },
  };
}
