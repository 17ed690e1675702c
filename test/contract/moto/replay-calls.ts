// Recorded calls, sent again to moto: same commands, same inputs, moto's ids.
import * as acm from '@aws-sdk/client-acm';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import { compareAnswers, type Difference } from './compare-answers.ts';
import { type Answer, type Json, type RecordedCall, refusal } from './recorded-call.ts';
import { isMadeUp, type Twins } from './twins.ts';

/** A call and what came of it on the other side. */
export interface ReplayedCall extends RecordedCall {
  /** Absent: it refers to something that moto refused to make. */
  readonly moto?: Answer;
  readonly differences: readonly Difference[];
}

interface Sender {
  send(command: unknown): Promise<Json>;
}

const sdks: Readonly<Record<string, object>> = {
  ACMClient: acm,
  EC2Client: ec2,
  ElasticLoadBalancingV2Client: elbv2,
  ResourceGroupsTaggingAPIClient: tagging,
};

/** One after the other, in the order given; pairs ids as answers bring them. */
export async function replayCalls(
  calls: readonly RecordedCall[],
  settings: object,
  twins: Twins,
): Promise<readonly ReplayedCall[]> {
  const clients = new Map<string, Sender>();
  const clientOf = (name: string) => {
    const client = clients.get(name) ?? make<Sender>(name, name, settings);
    clients.set(name, client);
    return client;
  };
  const replayed: ReplayedCall[] = [];
  for (const call of calls) {
    if (call.answer === undefined) throw new Error(`${call.action} has no answer: the session was cut`);
    const input = twins.translate(call.input);
    if (refersToUnknown(call.input, calls, twins)) {
      replayed.push({ ...call, differences: [] });
      continue;
    }
    const command = make<object>(call.client, `${call.action}Command`, input);
    const moto = await clientOf(call.client)
      .send(command)
      .then((output): Answer => ({ output }), refusal);
    replayed.push({ ...call, moto, differences: compareAnswers(call.answer, moto, twins) });
  }
  return replayed;
}

function make<Made>(client: string, name: string, argument: object): Made {
  const type = (sdks[client] as Readonly<Record<string, unknown>> | undefined)?.[name];
  if (typeof type !== 'function') throw new Error(`${client} has no ${name}`);
  return new (type as new (argument: object) => Made)(argument);
}

/** True if an id in the input came from an answer of the emulator and has no counterpart. */
function refersToUnknown(input: Json, calls: readonly RecordedCall[], twins: Twins): boolean {
  const unknown = textsOf(input).filter((text) => isMadeUp(text) && !twins.has(text));
  return unknown.some((text) =>
    calls.some(({ answer }) => answer && 'output' in answer && textsOf(answer.output).includes(text)),
  );
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member) => textsOf(member));
}
