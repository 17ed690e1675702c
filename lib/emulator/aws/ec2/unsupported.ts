// Parameters the emulator knows by name but does not act upon: refused, so that nobody takes them for done.
import { AwsError } from '../aws-error.ts';

/** Throws UnsupportedOperation if the request gives one of these parameters. */
export function refuseUnsupported(input: object, parameters: readonly string[]): void {
  const given = parameters.find((parameter) => (input as Readonly<Record<string, unknown>>)[parameter] !== undefined);
  if (given === undefined) return;
  throw new AwsError('UnsupportedOperation', `The parameter ${given} is not supported by this emulator.`);
}
