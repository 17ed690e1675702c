// Which id of the emulator is which id of moto: both make up their own.

const madeUp =
  /^arn:aws:|\.elb\.amazonaws\.com$|^(vpc|subnet|sg|sgr|i|igw|eni|rtb|rtbassoc|acl|dopt|vpc-cidr-assoc|eni-attach)-[0-9a-f]{8,}$/;

/** True for an id, ARN or DNS name that AWS makes up. */
export const isMadeUp = (text: string): boolean => madeUp.test(text);

export class Twins {
  private readonly motos = new Map<string, string>();

  pair(ours: string, moto: string): void {
    if (!this.motos.has(ours)) this.motos.set(ours, moto);
  }

  has(ours: string): boolean {
    return this.motos.has(ours);
  }

  /** A value of the emulator's with every known id replaced by moto's. */
  translate<Value>(value: Value): Value {
    if (typeof value === 'string') return this.translateText(value) as Value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.translate(item)) as Value;
    if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.translate(member)])) as Value;
  }

  private translateText(text: string): string {
    const known = this.motos.get(text);
    if (known !== undefined) return known;
    let translated = text;
    for (const [ours, moto] of this.motos) translated = translated.replaceAll(ours, moto);
    return translated;
  }
}
