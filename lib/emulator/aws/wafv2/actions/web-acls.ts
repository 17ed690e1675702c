// CreateWebACL, GetWebACL, UpdateWebACL, ListWebACLs, DeleteWebACL, CheckCapacity.
import type { Action } from '../../service.ts';
import {
  listPage,
  newEntity,
  requireEntity,
  requireLock,
  requireScope,
  summaryOf,
  type ListInput,
  type Named,
  type Scope,
  type Tag,
} from '../entities.ts';
import { checkRules, requireDefaultAction } from '../rules.ts';
import { guardedBy, type Waf, type WebAcl } from '../waf.ts';
import { inUse, invalidParameter, nonexistent, overLimit } from '../waf-error.ts';

interface Settings {
  readonly Description?: string;
  readonly DefaultAction: Readonly<Record<string, unknown>>;
  readonly Rules?: Parameters<typeof checkRules>[1];
}

interface CreateInput extends Settings {
  readonly Name: string;
  readonly Scope: Scope;
  readonly Tags?: readonly Tag[];
}

const maximumWebAcls = 100;

const keptSettings = [
  ...['DefaultAction', 'Rules', 'VisibilityConfig', 'DataProtectionConfig', 'CustomResponseBodies', 'CaptchaConfig'],
  ...['ChallengeConfig', 'TokenDomains', 'AssociationConfig', 'OnSourceDDoSProtectionConfig', 'ApplicationConfig'],
  'MonetizationConfig',
];

const settingsOf = (input: Settings) => ({
  Rules: [],
  ...Object.fromEntries(Object.entries(input).filter(([name]) => keptSettings.includes(name))),
});

/** A web ACL as the API shows it. */
export const webAclView = ({ world }: Waf, acl: WebAcl) => ({
  Name: acl.name,
  Id: acl.id,
  ARN: acl.arn,
  Description: acl.description ?? '',
  ...acl.settings,
  Capacity: acl.capacity,
  ManagedByFirewallManager: false,
  RetrofittedByFirewallManager: false,
  LabelNamespace: `awswaf:${world.accountId}:webacl:${acl.name}:`,
});

function createWebAcl(waf: Waf, input: CreateInput) {
  const { webAcls } = waf.tables.now;
  requireDefaultAction(input.DefaultAction);
  const capacity = checkRules(waf, input.Rules ?? []);
  const entity = newEntity(waf.world, webAcls, 'webacl', input);
  if (webAcls.size >= maximumWebAcls) throw overLimit();
  webAcls.set(entity.arn, { ...entity, capacity, settings: settingsOf(input) });
  waf.world.changed();
  return { Summary: summaryOf(entity) };
}

function findWebAcl(waf: Waf, { Name, Scope: scope, Id, ARN }: Partial<Named> & { readonly ARN?: string }): WebAcl {
  const { webAcls } = waf.tables.now;
  if (ARN !== undefined) {
    const found = webAcls.get(ARN);
    if (!found) throw nonexistent();
    return found;
  }
  if (Name === undefined || scope === undefined || Id === undefined) {
    throw invalidParameter('Name, Id and Scope, or the ARN, must be given.', 'ENTITY_IDENTIFIER', Name ?? '');
  }
  return requireEntity(webAcls, { Name, Scope: scope, Id });
}

/** All settings are replaced: what is not given is gone. */
function updateWebAcl(waf: Waf, input: Named & Settings & { readonly LockToken: string }) {
  const acl = requireEntity(waf.tables.now.webAcls, input);
  requireLock(acl, input.LockToken);
  requireDefaultAction(input.DefaultAction);
  const capacity = checkRules(waf, input.Rules ?? []);
  const { description: _description, ...kept } = acl;
  const lockToken = waf.world.random.uuid();
  const { Description } = input;
  const described = Description === undefined ? {} : { description: Description };
  waf.tables.now.webAcls.set(acl.arn, { ...kept, ...described, lockToken, capacity, settings: settingsOf(input) });
  waf.world.changed();
  return { NextLockToken: lockToken };
}

/** The six actions. */
export const webAclActions = (waf: Waf): Readonly<Record<string, Action>> => ({
  CreateWebACL: (input: CreateInput) => createWebAcl(waf, input),
  GetWebACL: (input: Partial<Named> & { readonly ARN?: string }) => {
    const acl = findWebAcl(waf, input);
    return { WebACL: webAclView(waf, acl), LockToken: acl.lockToken };
  },
  UpdateWebACL: (input: Named & Settings & { readonly LockToken: string }) => updateWebAcl(waf, input),
  ListWebACLs: (input: ListInput & { readonly Scope: Scope }) => {
    const { items, token } = listPage(waf.world, waf.tables.now.webAcls, input);
    return { WebACLs: items, ...token };
  },
  DeleteWebACL: (input: Named & { readonly LockToken: string }) => {
    const acl = requireEntity(waf.tables.now.webAcls, input);
    requireLock(acl, input.LockToken);
    if (guardedBy(waf, acl.arn).length > 0) throw inUse();
    waf.tables.now.webAcls.delete(acl.arn);
    waf.world.changed();
    return {};
  },
  CheckCapacity: ({
    Scope: scope,
    Rules,
  }: {
    readonly Scope: Scope;
    readonly Rules: NonNullable<Settings['Rules']>;
  }) => {
    requireScope(waf.world, scope);
    return { Capacity: checkRules(waf, Rules) };
  },
});
