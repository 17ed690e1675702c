// JSON of a request, refused when it nests deeper than anything that walks it can go.

/** How deeply the objects of a body may nest. The real server stops at 10 000. */
export const maximumDepth = 1000;

/** Throws where an object or a list nests too deep; the text need not be well-formed. */
function requireDepth(text: string): void {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > maximumDepth) throw new Error(`invalid character '${token}' exceeded max depth`);
  }
}

/** Go's words for a text that ends too early. */
const cutShort = 'unexpected end of JSON input';

function endsEarly(text: string, message: string): boolean {
  const position = /at position (\d+)/.exec(message)?.[1];
  return message.startsWith('Unexpected end') || message.startsWith('Unterminated') || Number(position) >= text.length;
}

/** The value of a JSON text. Throws an error that says why there is none. */
export function parseJson(text: string): unknown {
  if (text.length > maximumDepth) requireDepth(text);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw endsEarly(text, String((error as Error).message)) ? new Error(cutShort) : error;
  }
}
