// Field selectors (`metadata.name=x,status.phase!=Running`): only the fields a kind declares can be selected by.
import { badRequest } from '../api-error.ts';
import { valueAt } from '../json.ts';
import { inVersion } from '../kinds/event-versions.ts';
import { resourceKey, type Resource } from '../resources.ts';
import type { ObjectMatcher } from './label-selector.ts';

/** Selectable fields of built-in kinds beyond `metadata.name` and `metadata.namespace`, as the API reference lists them. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  pods: [
    ...['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork'],
    ...['status.phase', 'status.podIP', 'status.nominatedNodeName'],
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  events: [
    ...['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid'],
    ...['involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath'],
    ...['reason', 'reportingComponent', 'source', 'type'],
  ],
  'events.events.k8s.io': [
    ...['regarding.kind', 'regarding.namespace', 'regarding.name', 'regarding.uid', 'regarding.apiVersion'],
    ...['regarding.resourceVersion', 'regarding.fieldPath', 'reason', 'reportingController', 'type'],
  ],
};

const requirement = /^(?<field>[^=!]+)(?<operator>==|=|!=)(?<value>.*)$/;

function fieldsOf(resource: Resource): readonly string[] {
  const declared = resource.custom
    ? resource.selectableFields.map((path) => path.replace(/^\./, ''))
    : (builtIn[resourceKey(resource.group, resource.plural)] ?? []);
  return ['metadata.name', ...(resource.namespaced ? ['metadata.namespace'] : []), ...declared];
}

const asSelectable = (value: unknown) => (value === undefined || value === null ? '' : String(value));
const unescape = (value: string) => value.replaceAll(/\\([\\,=])/g, '$1');

/** Parses a field selector of a kind; throws the 400 of the API server when malformed or not supported. */
export function fieldSelector(selector: string, resource: Resource): ObjectMatcher {
  const parts = selector.split(/(?<!\\),/).filter((part) => part !== '');
  const matchers = parts.map((part): ObjectMatcher => {
    const { field, operator, value } = requirement.exec(part)?.groups ?? {};
    if (field === undefined || value === undefined) {
      throw badRequest(`invalid selector: '${selector}'; can't understand '${part}'`);
    }
    if (!fieldsOf(resource).includes(field)) {
      const kind = resource.custom
        ? ''
        : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
      throw badRequest(
        kind === '' || builtIn[resourceKey(resource.group, resource.plural)]
          ? `field label not supported: ${field}`
          : kind,
      );
    }
    const path = field.split('.');
    return (object) =>
      (asSelectable(valueAt(inVersion(object, resource.apiVersion), path)) === unescape(value)) === (operator !== '!=');
  });
  return (object) => matchers.every((matches) => matches(object));
}

/** The single object name a field selector asks for, if it does: RBAC grants by name then apply. */
export function selectedName(selector: string): string | undefined {
  return /(?:^|,)metadata\.name==?(?<name>[^,]+)/.exec(selector)?.groups?.['name'];
}
