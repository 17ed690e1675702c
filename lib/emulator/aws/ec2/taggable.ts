// Any resource that can wear tags, found by its id alone.
import { AwsError } from '../aws-error.ts';
import { kindOf, requireRow } from './resource-ids.ts';
import { requireRule } from './security-groups.ts';
import type { Ec2Rows, TagMap } from './tables.ts';

export interface Taggable {
  readonly type: string;
  readonly tags: TagMap;
  setTags(tags: TagMap): void;
}

/** The resource; throws InvalidID for a prefix that is no resource's, or the NotFound of its kind. */
export function requireTaggable(rows: Ec2Rows, id: string): Taggable {
  if (id.startsWith('sgr-')) return taggableRule(rows, id);
  const kind = kindOf(id);
  if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  requireRow(rows, kind.table, id);
  const table = rows[kind.table] as unknown as Map<string, { readonly id: string; readonly tags: TagMap }>;
  const row = table.get(id) ?? { id, tags: {} };
  return { type: kind.type, tags: row.tags, setTags: (tags) => void table.set(id, { ...row, tags }) };
}

function taggableRule(rows: Ec2Rows, id: string): Taggable {
  const [group] = rows.securityGroups.by('rule-id', id);
  if (!group) {
    throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
  }
  const setTags = (tags: TagMap) => {
    const current = rows.securityGroups.get(group.id) ?? group;
    const rules = current.rules.map((candidate) => (candidate.id === id ? { ...candidate, tags } : candidate));
    rows.securityGroups.set(group.id, { ...current, rules });
  };
  return { type: 'security-group-rule', tags: requireRule(group, id).tags, setTags };
}
