// Regular expressions of conditions and transforms. The control plane refuses what ALB's engine cannot read, so an
// expression that JavaScript cannot read either is one that never matches.

/** The compiled expression; undefined when it is not a valid one. */
export function compileExpression(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
