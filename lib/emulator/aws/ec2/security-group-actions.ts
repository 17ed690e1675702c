// Actions on security groups, their rules, and the prefix lists that rules name.
import type { Action } from '../service.ts';
import { authorizeSecurityGroup } from './actions/authorize-security-group.ts';
import { createManagedPrefixList } from './actions/create-managed-prefix-list.ts';
import { createSecurityGroup } from './actions/create-security-group.ts';
import { deleteManagedPrefixList } from './actions/delete-managed-prefix-list.ts';
import { deleteSecurityGroup } from './actions/delete-security-group.ts';
import { describeManagedPrefixLists, describePrefixLists } from './actions/describe-prefix-lists.ts';
import { describeSecurityGroupReferences } from './actions/describe-security-group-references.ts';
import { describeSecurityGroupRules } from './actions/describe-security-group-rules.ts';
import { describeSecurityGroups } from './actions/describe-security-groups.ts';
import { getManagedPrefixListEntries } from './actions/get-managed-prefix-list-entries.ts';
import { getSecurityGroupsForVpc } from './actions/get-security-groups-for-vpc.ts';
import { modifyManagedPrefixList } from './actions/modify-managed-prefix-list.ts';
import { modifySecurityGroupRules } from './actions/modify-security-group-rules.ts';
import { revokeSecurityGroup } from './actions/revoke-security-group.ts';
import { updateRuleDescriptions } from './actions/update-rule-descriptions.ts';
import type { Ec2 } from './ec2.ts';

/** Actions on security groups, their rules and prefix lists. */
export const securityGroupActions = (ec2: Ec2): Record<string, Action> => ({
  AuthorizeSecurityGroupEgress: authorizeSecurityGroup(ec2, 'egress'),
  AuthorizeSecurityGroupIngress: authorizeSecurityGroup(ec2, 'ingress'),
  CreateManagedPrefixList: createManagedPrefixList(ec2),
  CreateSecurityGroup: createSecurityGroup(ec2),
  DeleteManagedPrefixList: deleteManagedPrefixList(ec2),
  DeleteSecurityGroup: deleteSecurityGroup(ec2),
  DescribeManagedPrefixLists: describeManagedPrefixLists(ec2),
  DescribePrefixLists: describePrefixLists(ec2),
  DescribeSecurityGroupReferences: describeSecurityGroupReferences(ec2),
  DescribeSecurityGroupRules: describeSecurityGroupRules(ec2),
  DescribeSecurityGroups: describeSecurityGroups(ec2),
  GetManagedPrefixListEntries: getManagedPrefixListEntries(ec2),
  GetSecurityGroupsForVpc: getSecurityGroupsForVpc(ec2),
  ModifyManagedPrefixList: modifyManagedPrefixList(ec2),
  ModifySecurityGroupRules: modifySecurityGroupRules(ec2),
  RevokeSecurityGroupEgress: revokeSecurityGroup(ec2, 'egress'),
  RevokeSecurityGroupIngress: revokeSecurityGroup(ec2, 'ingress'),
  UpdateSecurityGroupRuleDescriptionsEgress: updateRuleDescriptions(ec2, 'egress'),
  UpdateSecurityGroupRuleDescriptionsIngress: updateRuleDescriptions(ec2, 'ingress'),
});
