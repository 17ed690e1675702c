import { requireListener } from '../arns.ts';
import { toKeyValues, type KeyValue } from '../attributes/attribute-table.ts';
import { changeListenerAttributes, listenerAttributes } from '../attributes/listener-attributes.ts';
import type { Elbv2 } from '../elbv2.ts';

interface ModifyListenerAttributesInput {
  readonly ListenerArn: string;
  readonly Attributes: readonly KeyValue[];
}

/** ModifyListenerAttributes: all or none; answers with every attribute as it is now. */
export const modifyListenerAttributes = (elbv2: Elbv2) =>
  function modify({ ListenerArn, Attributes }: ModifyListenerAttributesInput) {
    const listener = requireListener(elbv2, ListenerArn);
    const changed = { ...listener, attributes: changeListenerAttributes(listener, Attributes) };
    elbv2.tables.now.listeners.set(listener.arn, changed);
    elbv2.world.changed();
    return { Attributes: toKeyValues(listenerAttributes(changed)) };
  };
