// The grammar of label selectors in queries, with the complaints of the real parser (k8s.io/apimachinery `labels/selector.go`).
import { badRequest } from '../api-error.ts';
import { isLabelValue, isQualifiedName } from '../naming.ts';

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | '>' | '<' | 'exists' | '!';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

interface Token {
  readonly type: 'identifier' | 'symbol' | 'end';
  readonly text: string;
}

const lexeme = /\s*(?:(?<symbol>==|!=|[=!(),<>])|(?<identifier>[^\s=!(),<>]+))/y;

function tokensOf(selector: string): readonly Token[] {
  const tokens: Token[] = [];
  for (lexeme.lastIndex = 0; ;) {
    const { symbol, identifier } = lexeme.exec(selector)?.groups ?? {};
    if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol });
    else if (identifier !== undefined) tokens.push({ type: 'identifier', text: identifier });
    else return [...tokens, { type: 'end', text: '' }];
  }
}

const found = ({ text }: Token, expected: string) => new SyntaxError(`found '${text}', expected: ${expected}`);

/** Reads tokens one by one; a failure is a SyntaxError with the words of the real parser. */
class RequirementReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { type: 'end', text: '' };
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  requirement(): LabelRequirement {
    const isAbsence = this.peek().text === '!';
    if (isAbsence) this.next();
    const key = this.next();
    if (key.type !== 'identifier') throw found(key, 'identifier');
    requireKey(key.text);
    const after = this.peek();
    if (isAbsence) return { key: key.text, operator: '!', values: [] };
    if (after.type === 'end' || after.text === ',') return { key: key.text, operator: 'exists', values: [] };
    return this.#comparison(key.text);
  }

  #comparison(key: string): LabelRequirement {
    const token = this.next();
    const operator = operators.find((known) => known === token.text);
    if (!operator) throw found(token, 'in, notin, =, ==, !=, gt, lt');
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#value()];
    requireValues(key, operator, values);
    return { key, operator, values };
  }

  #value(): string {
    const { type, text } = this.peek();
    if (type === 'end' || text === ',') return '';
    const token = this.next();
    if (token.type !== 'identifier') throw found(token, 'identifier');
    return text;
  }

  #values(): readonly string[] {
    const open = this.next();
    if (open.text !== '(') throw new SyntaxError(`found '${open.text}' expected: '('`);
    const values = [''];
    for (let token = this.next(); token.text !== ')'; token = this.next()) {
      if (token.text === ',') values.push('');
      else if (token.type === 'identifier' && values.at(-1) === '') values[values.length - 1] = token.text;
      else throw found(token, values.length === 1 && values[0] === '' ? "',', ')' or identifier" : "',' or ')'");
    }
    return [...new Set(values)].sort();
  }
}

const operators = ['in', 'notin', '=', '==', '!=', '>', '<'] as const;

function requireKey(key: string): void {
  const complaints = isQualifiedName(key);
  if (complaints.length > 0)
    throw new SyntaxError(`<nil>: Invalid value: ${JSON.stringify(key)}: ${complaints.join('; ')}`);
}

function requireValues(key: string, operator: LabelOperator, values: readonly string[]): void {
  const isComparison = operator === '>' || operator === '<';
  for (const [index, value] of values.entries()) {
    const isNumber = /^[+-]?\d+$/.test(value);
    const wrong = isComparison && !isNumber ? [notANumber] : isLabelValue(value);
    const place = isComparison && !isNumber ? '' : `[${key}]`;
    if (wrong.length > 0) {
      throw new SyntaxError(`values[${index}]${place}: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`);
    }
  }
}

const notANumber = "for 'Gt', 'Lt' operators, the value must be an integer";

function readAll(reader: RequirementReader): readonly LabelRequirement[] {
  const requirements: LabelRequirement[] = [];
  for (;;) {
    const first = reader.peek();
    if (first.type === 'end') return requirements;
    if (first.type !== 'identifier' && first.text !== '!') {
      throw badRequest(`found '${first.text}', expected: !, identifier, or 'end of string'`);
    }
    try {
      requirements.push(reader.requirement());
    } catch (error) {
      throw badRequest(`unable to parse requirement: ${error instanceof Error ? error.message : ''}`);
    }
    const after = reader.next();
    if (after.type === 'end') return requirements;
    if (after.text !== ',') throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
    const follower = reader.peek();
    if (follower.type !== 'identifier' && follower.text !== '!') {
      throw badRequest(`found '${follower.text}', expected: identifier after ','`);
    }
  }
}

/** Parses a selector; throws the 400 of the API server when it is malformed. */
export const parseLabelSelector = (selector: string): readonly LabelRequirement[] =>
  readAll(new RequirementReader(tokensOf(selector)));
