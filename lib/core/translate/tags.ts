// The tags users see; the planner lays the tracking tags over them.
import { tagKeyLength, tagValueLength } from '../stack/limits.ts';
import type { Tags } from '../stack/stack.ts';
import { reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

/** Tags of a resource whose configuration asks for `asked`; the platform team's default tags win, as in LBC. */
export function userTags({ profile }: Translation, asked: Tags | undefined): Tags {
  return { ...asked, ...profile.defaults.tags };
}

/** Tags of the load balancer, its listeners and its security group. */
export function loadBalancerTags(translation: Translation): Tags {
  const asked = translation.gateway.configuration.tags ?? {};
  const infrastructure = translation.profile.listeners.tagsFromInfrastructure ? infrastructureTags(translation) : {};
  return userTags(translation, { ...infrastructure, ...asked });
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** `spec.infrastructure` asks that what is made for the Gateway carries its labels and annotations (Gateway API, GEP-1867). */
function infrastructureTags(translation: Translation): Tags {
  const { labels, annotations } = translation.gateway.infrastructure;
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...annotations, ...labels })) {
    const fits =
      key.length <= tagKeyLength &&
      value.length <= tagValueLength &&
      tagText.test(key) &&
      tagText.test(value) &&
      !key.startsWith('aws:');
    if (fits) tags[key] = value;
    else {
      reportGateway(translation, 'tags', {
        path: 'spec.infrastructure',
        severity: 'note',
        message: `"${key}" cannot be an AWS tag and is left out. Use other characters or at most ${tagValueLength} of them`,
      });
    }
  }
  return tags;
}
