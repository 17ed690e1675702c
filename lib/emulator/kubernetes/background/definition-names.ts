// The names a CustomResourceDefinition may have: those that no other kind of its group has taken before
// (apiextensions-apiserver `pkg/controller/status/naming_controller.go`).
import { asList, asRecord, asText, type Fields } from '../json.ts';
import type { Machinery } from '../machinery.ts';
import type { KubernetesObject } from '../object.ts';
import { resourceKey, type Resource } from '../resources.ts';

/** Why a definition's names are not accepted. */
export interface NameConflict {
  readonly reason: string;
  readonly message: string;
}

/** Names that URLs and commands use, and names that objects carry: each must be unique in its group. */
const resourceNames = ({ plural, singular, shortNames }: Pick<Resource, 'plural' | 'singular' | 'shortNames'>) => [
  plural,
  singular,
  ...shortNames,
];
const kindNames = ({ kind, listKind }: Pick<Resource, 'kind' | 'listKind'>) => [kind, listKind];

function wantedNames(names: Fields): readonly (readonly [reason: string, name: string, isKind: boolean])[] {
  const text = (field: string) => asText(names[field]);
  return [
    ['PluralConflict', text('plural'), false],
    ['SingularConflict', text('singular'), false],
    ...asList(names['shortNames']).map((name) => ['ShortNamesConflict', asText(name), false] as const),
    ['KindConflict', text('kind'), true],
    ['ListKindConflict', text('listKind'), true],
  ];
}

/** The names of a definition that are free. */
export function freeNames(machinery: Machinery, crd: KubernetesObject): Fields {
  const names = asRecord(asRecord(crd['spec'])['names']);
  const taken = takenNames(machinery, crd);
  const isFree = (name: unknown) => !taken.some(([, other]) => other === name);
  const { plural, singular, shortNames, kind, listKind, categories } = names;
  const free = asList(shortNames).filter(isFree);
  return {
    plural: isFree(plural) ? plural : '',
    ...(isFree(singular) && { singular }),
    ...(free.length > 0 && { shortNames: free }),
    kind: isFree(kind) ? kind : '',
    ...(isFree(listKind) && { listKind }),
    ...(categories !== undefined && { categories }),
  };
}

/** The last of a definition's names that another kind of its group has; undefined when all are free. */
export function nameConflict(machinery: Machinery, crd: KubernetesObject): NameConflict | undefined {
  const last = takenNames(machinery, crd).at(-1);
  return last && { reason: last[0], message: `${JSON.stringify(last[1])} is already in use` };
}

function takenNames({ resources }: Machinery, crd: KubernetesObject) {
  const { group, names } = asRecord(crd['spec']);
  const own = resourceKey(asText(group), asText(asRecord(names)['plural']));
  const others = resources.all().filter((resource) => resource.group === group && resource.key !== own);
  return wantedNames(asRecord(names)).filter(([, name, isKind]) =>
    others.some((other) => name !== '' && (isKind ? kindNames(other) : resourceNames(other)).includes(name)),
  );
}
