// The regular expressions that conditions and transforms accept. AWS documents neither its engine nor its errors, only
// that lookaround and back-references are refused; so this accepts a conservative subset that every engine shares.
import { AwsError } from '../../aws-error.ts';

const atom = [
  String.raw`\\[dDwWsS]`, // character classes by letter
  String.raw`\\[^A-Za-z0-9]`, // escaped punctuation
  String.raw`\[\^?\]?(?:\\[^A-Za-z0-9]|\\[dDwWsSnrt]|[^\]\\[])+\]`, // bracket class
  String.raw`\((?!\?)|\(\?:|\)|\|`, // groups and alternation
  String.raw`[\^$.]`, // anchors and any character
  String.raw`[^\\[\](){}|^$.*+?]`, // a literal
].join('|');

const quantifier = String.raw`(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??`;

const subset = new RegExp(`^(?:(?:${atom})(?:${quantifier})?)*$`, 'su');

/** Refuses an expression outside the subset, or one that does not compile. */
export function refuseRegex(regex: string): void {
  const invalid = new AwsError('ValidationError', `The regular expression '${regex}' is not valid`);
  if (regex === '' || !subset.test(regex)) throw invalid;
  try {
    new RegExp(regex, 'u');
  } catch {
    // `-` escaped outside a class is fine for PCRE but not in Unicode mode.
    try {
      new RegExp(regex);
    } catch {
      throw invalid;
    }
  }
}
