// What a benchmark measures, beside what it is held against. Figures are about this machine at this moment: a verdict
// informs, it never fails a build.

/** One figure. */
export interface Measurement {
  /** What `--only` selects by. */
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** A bound the value is held against; controls and context have none. */
  readonly target?: { readonly bound: 'at most' | 'at least'; readonly value: number };
  /** The same figure without what is measured. Where even that misses the target, the machine is too busy to tell. */
  readonly control?: number;
}

/** A group of measurements that are taken together. */
export interface Bench {
  readonly name: string;
  /** Takes those measurements whose name is selected; progress goes to `note`. Rejects when it could not measure. */
  run(selection: Selection): Promise<readonly Measurement[]>;
}

export interface Selection {
  selects(name: string): boolean;
  note(line: string): void;
}

export type Verdict = 'met' | 'missed' | 'unclear: so does the control' | '';

/** Whether a measurement keeps its target; empty where there is none. */
export function verdictOn({ value, target, control }: Measurement): Verdict {
  if (!target) return '';
  const meets = (figure: number) => (target.bound === 'at most' ? figure <= target.value : figure >= target.value);
  if (meets(value)) return 'met';
  return control === undefined || meets(control) ? 'missed' : 'unclear: so does the control';
}

/** The value below which `share` (0 to 1) of the samples are, by nearest rank; NaN without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(share * sorted.length), sorted.length) - 1] ?? sorted[0] ?? NaN;
}
