// Small XML request bodies (S3): elements and their text. No document types, so no entities but the five of XML itself.
import { AwsError } from '../aws-error.ts';

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly inside, entities resolved. */
  readonly text: string;
}

const maximumDepth = 32;

const malformed = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescape = (text: string) =>
  text.replace(/&([^;\s]{1,10});/g, (_whole, entity: string) => {
    const code = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(entity);
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16) : undefined;
    if (point !== undefined && point <= 0x10ffff) return String.fromCodePoint(point);
    const character = Object.hasOwn(named, entity) ? named[entity] : undefined;
    if (character === undefined) throw malformed();
    return character;
  });

interface Open {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/y;

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** The root element. Throws `MalformedXML`. */
export function parseXml(source: string): XmlElement {
  const root: Open = { name: '', children: [], text: '' };
  const open: Open[] = [root];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const found = token.exec(source);
    if (!found) throw malformed();
    take(open, found);
  }
  const [only, ...others] = root.children;
  if (open.length !== 1 || !only || others.length > 0 || root.text.trim() !== '') throw malformed();
  return only;
}

function take(open: Open[], [, cdata, slash, name, , selfClosing, text]: RegExpExecArray): void {
  const current = open.at(-1);
  if (!current || open.length > maximumDepth) throw malformed();
  if (cdata !== undefined) current.text += cdata;
  else if (text !== undefined) current.text += unescape(text);
  else if (name === undefined) return;
  else if (slash === '/') {
    open.pop();
    const parent = open.at(-1);
    if (!parent || current.name !== localName(name)) throw malformed();
    parent.children.push(current);
  } else if (selfClosing === '/') current.children.push({ name: localName(name), children: [], text: '' });
  else open.push({ name: localName(name), children: [], text: '' });
}
