// Quantities (`100m`, `1Gi`, `2e3`) as k8s.io/apimachinery `api/resource` reads and writes them.

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const decimalExponents: Readonly<Record<string, number>> = {
  ...{ n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 },
};
const decimalSuffixes = Object.fromEntries(
  Object.entries(decimalExponents).map(([suffix, exponent]) => [exponent, suffix]),
);

type Style = 'binary' | 'decimal' | 'exponent';

/** A quantity in billionths, and how it was written. */
export interface Quantity {
  readonly nanos: bigint;
  readonly style: Style;
}

const pattern =
  /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:(?<binary>[KMGTPE]i)|(?<decimal>[numkMGTPE])|[eE](?<exponent>[+-]?\d+))?$/;

const power = (base: bigint, exponent: number) => base ** BigInt(exponent);

/** `digits` × 10^exponent, rounded away from zero. */
function scaled(digits: bigint, exponent: number): bigint {
  if (exponent >= 0) return digits * power(10n, exponent);
  const divisor = power(10n, -exponent);
  return (digits + divisor - 1n) / divisor;
}

/** Reads a quantity; undefined when the text is none. */
export function parseQuantity(text: string): Quantity | undefined {
  const { sign, whole = '', fraction = '', binary, decimal, exponent } = pattern.exec(text)?.groups ?? {};
  if (sign === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const own = decimal !== undefined ? (decimalExponents[decimal] ?? 0) : Number(exponent ?? 0);
  const factor = binary === undefined ? 1n : power(1024n, binarySuffixes.indexOf(binary as 'Ki'));
  const nanos = scaled(digits * factor, own - fraction.length + 9);
  const style = binary !== undefined ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal';
  return { nanos: sign === '-' ? -nanos : nanos, style };
}

const billion = power(10n, 9);

function inBinary(nanos: bigint): string | undefined {
  if (nanos % billion !== 0n) return undefined;
  let value = nanos / billion;
  let step = 0;
  while (step < binarySuffixes.length - 1 && value !== 0n && value % 1024n === 0n) {
    value /= 1024n;
    step += 1;
  }
  return `${value}${binarySuffixes[step] ?? ''}`;
}

function inDecimal(nanos: bigint, style: Style): string {
  let value = nanos;
  let exponent = -9;
  while (exponent < 18 && value !== 0n && value % 1000n === 0n) {
    value /= 1000n;
    exponent += 3;
  }
  if (nanos === 0n) return '0';
  if (style === 'exponent') return exponent === 0 ? String(value) : `${value}e${exponent}`;
  return `${value}${decimalSuffixes[exponent] ?? ''}`;
}

/** The one way to write a quantity; undefined when the text is none. Fractions below a billionth are rounded up. */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parseQuantity(text);
  if (!quantity) return undefined;
  const { nanos, style } = quantity;
  // Small binary quantities are written in decimal, as are those that are no whole number.
  const isSmall = nanos < 1024n * billion && nanos > -1024n * billion;
  const binary = style === 'binary' && !isSmall ? inBinary(nanos) : undefined;
  return binary ?? inDecimal(nanos, style === 'binary' ? 'decimal' : style);
}
