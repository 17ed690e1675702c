// Admission policies and webhooks: the defaults of pkg/apis/admissionregistration/v1/defaults.go.
import { asRecord, isRecord, type Fields } from '../json.ts';
import { ensureRecord, records, setDefaults } from './defaults.ts';
import type { KindRules } from './kind-rules.ts';

const fillRules = (rules: unknown) => {
  for (const rule of records(rules)) setDefaults(rule, { scope: '*' });
};

/** `matchConstraints` and `matchResources`: without selectors everything matches. */
export function fillMatchResources(match: unknown): void {
  if (!isRecord(match)) return;
  setDefaults(match, { namespaceSelector: {}, objectSelector: {}, matchPolicy: 'Equivalent' });
  fillRules(match['resourceRules']);
  fillRules(match['excludeResourceRules']);
}

function fillWebhook(webhook: Fields, defaults: Fields): void {
  setDefaults(webhook, { failurePolicy: 'Fail', matchPolicy: 'Equivalent', timeoutSeconds: 10, ...defaults });
  setDefaults(webhook, { namespaceSelector: {}, objectSelector: {} });
  const { service } = asRecord(webhook['clientConfig']);
  if (isRecord(service)) setDefaults(service, { port: 443 });
  fillRules(webhook['rules']);
}

const webhookRules = (defaults: Fields): KindRules => ({
  generation: 'counted',
  fill: (draft) => {
    for (const webhook of records(draft['webhooks'])) fillWebhook(webhook, defaults);
  },
});

export const validatingWebhookRules = webhookRules({});
export const mutatingWebhookRules = webhookRules({ reinvocationPolicy: 'Never' });

export const admissionPolicyBindingRules: KindRules = {
  generation: 'counted',
  fill: (draft) => fillMatchResources(ensureRecord(draft, 'spec')['matchResources']),
};
