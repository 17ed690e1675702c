// CloudTrail's record of an ELBv2 call, as EventBridge puts it on a queue.
import * as z from 'zod/mini';

const arnList = z.optional(z.array(z.string()));
const trailEvent = z.object({
  detail: z.object({
    requestParameters: z.nullish(
      z.object({
        loadBalancerArn: z.optional(z.string()),
        listenerArn: z.optional(z.string()),
        ruleArn: z.optional(z.string()),
        targetGroupArn: z.optional(z.string()),
        resourceArns: arnList,
      }),
    ),
  }),
});

/** The ELBv2 ARNs that the call named; none for a body that is no such record. */
export function arnsOfTrailEvent(body: string): readonly string[] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [];
  }
  const result = z.safeParse(trailEvent, json);
  if (!result.success) return [];
  const { resourceArns = [], ...single } = result.data.detail.requestParameters ?? {};
  return [...Object.values(single).filter((arn) => arn !== undefined), ...resourceArns];
}
