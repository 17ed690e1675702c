// Lists in header values, as the AWS Load Balancer Controller documents them:
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/#header-matching

/** LIM-09: an unescaped comma separates values, a backslash makes any character literal; empty values are kept. */
export function splitHeaderValues(text: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const isEscape = character === '\\' && index + 1 < text.length;
    if (isEscape) {
      index += 1;
      value += text.charAt(index);
    } else if (character === ',') {
      values.push(value);
      value = '';
    } else value += character;
  }
  return [...values, value];
}

/** An unescaped comma separates values and `\,` is a comma; every other character, a backslash too, is itself. */
export function splitLiteralHeaderValues(text: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\' && text.charAt(index + 1) === ',') {
      index += 1;
      value += ',';
    } else if (character === ',') {
      values.push(value);
      value = '';
    } else value += character;
  }
  return [...values, value];
}
