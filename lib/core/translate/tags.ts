// The tags users see; the planner lays the tracking tags over them.
import { tagKeyLength, tagValueLength } from '../stack/limits.ts';
import type { Tags } from '../stack/stack.ts';
import { reportGateway } from './translation.ts';
import type { Translation } from './translation.ts';

/** Tags of a resource whose configuration asks for `asked`; the platform team says whether its own or those win. */
export function userTags(translation: Translation, asked: Tags = {}): Tags {
  const { tags, tagsYield } = translation.profile.defaults;
  const own = withoutExternal(translation, asked);
  return tagsYield ? { ...tags, ...own } : { ...own, ...tags };
}

/** A key that somebody else writes would change hands with every run. */
function withoutExternal(translation: Translation, asked: Tags): Tags {
  const { defaults, stopsGateway } = translation.profile;
  const external = defaults.externalTagKeys.filter((key) => key in asked);
  for (const key of external) {
    reportGateway(translation, 'external-tag', {
      path: 'spec.infrastructure.parametersRef',
      severity: stopsGateway('external-tag') ? 'error' : 'note',
      reason: 'Invalid',
      message: `tag key "${key}" is managed outside (externalManagedTags) and is left out. Remove it from the configuration`,
    });
  }
  if (external.length === 0) return asked;
  return Object.fromEntries(Object.entries(asked).filter(([key]) => !external.includes(key)));
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
