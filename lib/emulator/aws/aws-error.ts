// What an action throws to refuse a call. Only the code, text and status belong to the action; the wire form (XML,
// EC2 XML, JSON with `__type`, REST) is the protocol's.

/** A refusal in AWS's words. `code` is the wire code, e.g. `PriorityInUse`, `InvalidGroup.NotFound`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of a modelled JSON error body. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
