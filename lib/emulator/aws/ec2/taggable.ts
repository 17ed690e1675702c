// Any resource that can wear tags, found by its id alone.
import { AwsError } from '../aws-error.ts';
import { kindOf, requireRow } from './resource-ids.ts';
import type { Ec2Rows, TagMap } from './tables.ts';

export interface Taggable {
  readonly type: string;
  readonly tags: TagMap;
  setTags(tags: TagMap): void;
}

/** The resource; throws InvalidID for a prefix that is no resource's, or the NotFound of its kind. */
export function requireTaggable(rows: Ec2Rows, id: string): Taggable {
  if (id.startsWith('sgr-')) return requireRule(rows, id);
  const kind = kindOf(id);
  if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  const row = requireRow(rows, kind.table, id);
  const table = rows[kind.table] as Map<string, typeof row>;
  return { type: kind.type, tags: row.tags, setTags: (tags) => void table.set(id, { ...row, tags }) };
}

function requireRule(rows: Ec2Rows, id: string): Taggable {
  for (const group of rows.securityGroups.values()) {
    const rule = group.rules.find((candidate) => candidate.id === id);
    if (!rule) continue;
    const setTags = (tags: TagMap) => {
      const rules = group.rules.map((candidate) => (candidate.id === id ? { ...candidate, tags } : candidate));
      rows.securityGroups.set(group.id, { ...group, rules });
    };
    return { type: 'security-group-rule', tags: rule.tags, setTags };
  }
  throw new AwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);
}
