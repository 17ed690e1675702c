import { requireListener } from '../arns.ts';
import { toKeyValues } from '../attributes/attribute-table.ts';
import { listenerAttributes } from '../attributes/listener-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

/** DescribeListenerAttributes: the complete list, defaults included. */
export const describeListenerAttributes = (elbv2: Elbv2) =>
  function describe({ ListenerArn }: { readonly ListenerArn: string }) {
    return { Attributes: toKeyValues(listenerAttributes(requireListener(elbv2, ListenerArn))) };
  };
