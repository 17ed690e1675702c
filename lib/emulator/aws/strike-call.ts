// Weather that strikes before anything is done.
import type { AwsModel } from '../../generated/aws/model.ts';
import type { Clock } from '../clock.ts';
import { ConnectionReset, type Fault } from '../faults.ts';
import { deniedError } from './iam/denied.ts';
import type { Call } from './service.ts';
import { weatherError } from './weather-error.ts';

/** Throws, waits, or does nothing, as the fault says. */
export async function strikeCall(fault: Fault | undefined, model: AwsModel, call: Call, clock: Clock): Promise<void> {
  if (fault?.kind === 'slow') await clock.sleep(fault.delayMs ?? 1000);
  if (fault?.kind === 'rst') throw new ConnectionReset();
  if (fault?.kind === 'throttle' || fault?.kind === 'error-5xx') throw weatherError(model, fault.kind);
  if (fault?.kind === 'deny') {
    const check = { action: `${call.service}:${call.action}`, resource: '*' };
    throw deniedError(model, call.caller, check, 'denied-by-identity-policy');
  }
}
