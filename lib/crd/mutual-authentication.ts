// Mutual TLS of one HTTPS listener. Fields other than the mode are about verification by a trust store and are refused
// in the other modes.
import * as z from 'zod/mini';
import { withRules } from './schema-annotations.ts';

const fields = z.object({
  mode: z.enum(['off', 'passthrough', 'verify']),
  /** Name or ARN. */
  trustStore: z.optional(z.string()),
  ignoreClientCertificateExpiry: z.optional(z.boolean()),
  advertiseTrustStoreCaNames: z.optional(z.enum(['on', 'off'])),
});

type MutualAuthentication = z.output<typeof fields>;

const onlyToVerify = (field: keyof MutualAuthentication) => ({
  rule: `self.mode == 'verify' || !has(self.${field})`,
  message: `${field} is allowed with mode 'verify' only`,
  holds: (value: MutualAuthentication) => value.mode === 'verify' || value[field] === undefined,
});

export const mutualAuthentication = withRules(fields, [
  {
    rule: "self.mode != 'verify' || has(self.trustStore)",
    message: "mode 'verify' needs a trustStore",
    holds: (value) => value.mode !== 'verify' || value.trustStore !== undefined,
  },
  onlyToVerify('trustStore'),
  onlyToVerify('ignoreClientCertificateExpiry'),
  onlyToVerify('advertiseTrustStoreCaNames'),
]);
