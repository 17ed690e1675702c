// Success codes of a health check: a list of codes and ranges such as `200,202` or `200-299`.

/** Whether `code` is one of the codes of an ELBv2 matcher. */
export function matchesCode(matcher: string, code: number): boolean {
  return matcher.split(',').some((part) => {
    const [low = '', high = low] = part.trim().split('-');
    return code >= Number(low) && code <= Number(high);
  });
}
