// What time it is inside a function: the emulated clock's, because services and functions share one time.

const RealDate = globalThis.Date;
let offsetMs = 0;
const now = () => RealDate.now() + offsetMs;

/** `Date` of a world that is `offsetMs` away from the machine's. */
const EmulatedDate = new Proxy(RealDate, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
  apply: () => new RealDate(now()).toString(),
  get: (target, member, receiver) => (member === 'now' ? now : (Reflect.get(target, member, receiver) as unknown)),
});

/** From now on this thread's `Date` says that it is `nowMs`, and goes on with the machine. */
export function setWorkerClock(nowMs: number): void {
  offsetMs = Math.round(nowMs - RealDate.now());
  globalThis.Date = EmulatedDate;
}
