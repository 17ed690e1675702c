// Label selectors. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/

export type Labels = Readonly<Record<string, string>>;

export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists`, `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Whether the labels satisfy every part of the selector; an empty selector selects everything, an unknown operator nothing. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return requirementsOf(selector).every((requirement) => satisfies(requirement, labels));
}

/** The first requirement whose operator Kubernetes does not know or whose values do not fit it, if any. */
export function invalidRequirement(selector: LabelSelector): LabelRequirement | undefined {
  return requirementsOf(selector).find(({ operator, values = [] }) => {
    if (operator === 'In' || operator === 'NotIn') return values.length === 0;
    return operator !== 'Exists' && operator !== 'DoesNotExist';
  });
}

/** The selector in the text form of `kubectl -l`, parts sorted: `a=1,b in (x,y),!c`. */
export function selectorText(selector: LabelSelector): string {
  return requirementsOf(selector).map(requirementText).sort().join(',');
}

/** Reads what selectorText writes. Undefined: not such a text. */
export function parseSelectorText(text: string): LabelSelector | undefined {
  if (text === '') return {};
  const requirements = text.split(/,(?![^(]*\))/).map(parseRequirement);
  const known = requirements.filter((requirement) => requirement !== undefined);
  return known.length === requirements.length ? { matchExpressions: known } : undefined;
}

function requirementsOf(selector: LabelSelector): readonly LabelRequirement[] {
  const equalities = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return [...equalities, ...(selector.matchExpressions ?? [])];
}

/** `NotIn` is also satisfied by an absent label, as in Kubernetes. */
function satisfies({ key, operator, values = [] }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

function requirementText({ key, operator, values = [] }: LabelRequirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${[...values].sort().join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${[...values].sort().join(',')})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}

const setPattern = /^(\S+) (in|notin) \(([^)]*)\)$/;
const equalityPattern = /^([^=!\s]+)(!?=)([^=!\s]*)$/;
const existencePattern = /^(!?)([^=!\s]+)$/;

function parseRequirement(text: string): LabelRequirement | undefined {
  const [, setKey, setOperator, members] = setPattern.exec(text) ?? [];
  if (setKey !== undefined)
    return { key: setKey, operator: setOperator === 'in' ? 'In' : 'NotIn', values: (members ?? '').split(',') };
  const [, key, sign, value] = equalityPattern.exec(text) ?? [];
  if (key !== undefined) return { key, operator: sign === '=' ? 'In' : 'NotIn', values: [value ?? ''] };
  const [, absent, name] = existencePattern.exec(text) ?? [];
  return name === undefined ? undefined : { key: name, operator: absent === '' ? 'Exists' : 'DoesNotExist' };
}
