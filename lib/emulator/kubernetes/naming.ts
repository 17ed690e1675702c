// Which names are valid, with the wording of k8s.io/apimachinery `util/validation`.

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const labelPattern = new RegExp(`^${label}$`);
const subdomainPattern = new RegExp(`^${subdomain}$`);
const qualifiedPart = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedPattern = new RegExp(`^${qualifiedPart}$`);
const labelValuePattern = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const configKeyPattern = /^[-._a-zA-Z0-9]+$/;

/** A rule for names: the complaints about a name, none when it is valid. */
export type NameRule = (name: string) => readonly string[];

const tooLong = (name: string, maximum: number) =>
  name.length > maximum ? [`must be no more than ${maximum} bytes`] : [];

const mismatch = (message: string, pattern: string, ...examples: string[]) =>
  `${message} (e.g. ${examples.map((example) => `'${example}'`).join(',  or ')}, regex used for validation is '${pattern}')`;

/** RFC 1123 label, e.g. the name of a Namespace. */
export const isDnsLabel: NameRule = (name) => {
  const long = tooLong(name, 63);
  if (labelPattern.test(name)) return long;
  if (subdomainPattern.test(name)) return [...long, 'must not contain dots'];
  const message =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...long, mismatch(message, label, 'my-name', '123-abc')];
};

/** RFC 1123 subdomain, the name of most objects. */
export const isDnsSubdomain: NameRule = (name) => {
  const long = tooLong(name, 253);
  if (subdomainPattern.test(name)) return long;
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...long, mismatch(message, subdomain, 'example.com')];
};

const dns1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const dns1035Pattern = new RegExp(`^${dns1035}$`);

/** RFC 1035 label: names and versions of custom kinds. */
export const isDns1035Label: NameRule = (name) => {
  const long = tooLong(name, 63);
  if (dns1035Pattern.test(name)) return long;
  const message =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...long, mismatch(message, dns1035, 'my-name', 'abc-123')];
};

/** Any name that is one path segment, e.g. of RBAC objects. */
export const isPathSegment: NameRule = (name) => {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
};

/** The name of a port (IANA service name). */
export const isPortName: NameRule = (name) => [
  ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
  ...(/^[a-z0-9-]*$/i.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/i.test(name) ? [] : ['must contain at least one letter (a-z)']),
  ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(name.startsWith('-') || name.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

/** A label or annotation key: an optional DNS prefix and a name. */
export const isQualifiedName: NameRule = (key) => {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const message =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  if (parts.length > 2) {
    const full = `a qualified name ${mismatch(message, qualifiedPart, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
    return [full];
  }
  const complaints: string[] = [];
  if (parts.length === 2) {
    if (parts[0] === '') complaints.push('prefix part must be non-empty');
    else complaints.push(...isDnsSubdomain(parts[0] ?? '').map((text) => `prefix part ${text}`));
  }
  if (name === '') complaints.push('name part must be non-empty');
  else if (name.length > 63) complaints.push('name part must be no more than 63 bytes');
  if (!qualifiedPattern.test(name)) {
    complaints.push(`name part ${mismatch(message, qualifiedPart, 'MyName', 'my.name', '123-abc')}`);
  }
  return complaints;
};

/** The value of a label. */
export const isLabelValue: NameRule = (value) => {
  const long = tooLong(value, 63);
  if (labelValuePattern.test(value)) return long;
  const message =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const pattern = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
  return [...long, mismatch(message, pattern, 'MyValue', 'my_value', '12345')];
};

/** A key of a ConfigMap or Secret. */
export const isConfigKey: NameRule = (key) => {
  if (key.length > 253) return ['must be no more than 253 bytes'];
  if (key === '.' || key === '..') return [`must not be '${key}'`];
  if (configKeyPattern.test(key)) return [];
  const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  return [mismatch(message, '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name')];
};
