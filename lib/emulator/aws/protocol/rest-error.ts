// A refusal that also says something in headers, as REST services do: the version that was asked for, or its entity tag.
import { AwsError } from '../aws-error.ts';

/** `headers` are lower-case. */
export class RestError extends AwsError {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: Pick<AwsError, 'code' | 'message' | 'status' | 'members'>,
    headers: Readonly<Record<string, string>>,
  ) {
    super(error.code, error.message, error.status, error.members);
    this.headers = headers;
  }
}
