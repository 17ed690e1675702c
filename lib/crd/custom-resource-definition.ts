// Our three kinds as an API server must know them: resource definitions, and the CustomResourceDefinitions made of them.
import {
  toCustomResourceDefinition,
  type CustomResourceDefinition,
} from '../generated/kubernetes/custom-resource-definition.ts';
import type { PrinterColumn, ResourceDefinition } from '../generated/kubernetes/resource-definition.ts';
import { configurationGroup, configurationVersions } from './configuration-kind.ts';
import { listenerRuleConfiguration } from './listener-rule-configuration.ts';
import { loadBalancerConfiguration } from './load-balancer-configuration.ts';
import { structuralSchema } from './structural-schema.ts';
import { targetGroupConfiguration } from './target-group-configuration.ts';

const kinds = [listenerRuleConfiguration, loadBalancerConfiguration, targetGroupConfiguration];

const age: PrinterColumn = { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** The kinds of group `gateway.k8s.aws`, by kind. */
export function configurationDefinitions(): readonly ResourceDefinition[] {
  return kinds.map(toDefinition);
}

/** The CustomResourceDefinitions of group `gateway.k8s.aws`, by kind. */
export function configurationCustomResourceDefinitions(): readonly CustomResourceDefinition[] {
  return configurationDefinitions().map(toCustomResourceDefinition);
}

function toDefinition({ kind, spec, status, printerColumns }: (typeof kinds)[number]): ResourceDefinition {
  const schema = {
    type: 'object' as const,
    properties: {
      apiVersion: { type: 'string' as const },
      kind: { type: 'string' as const },
      metadata: { type: 'object' as const },
      spec: structuralSchema(spec),
      status: structuralSchema(status),
    },
  };
  const singular = kind.toLowerCase();
  return {
    group: configurationGroup,
    scope: 'Namespaced',
    names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
    versions: configurationVersions.map((name, position) => ({
      name,
      served: true,
      storage: position === 0,
      schema,
      subresources: { status: true },
      additionalPrinterColumns: [...printerColumns, age],
    })),
    conversion: 'None',
  };
}
