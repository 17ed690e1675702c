// Endpoints: the defaults of pkg/apis/core/v1/defaults.go.
import { records, setDefaults } from './defaults.ts';
import type { KindRules } from './kind-rules.ts';

export const endpointsRules: KindRules = {
  fill: (draft) => {
    for (const subset of records(draft['subsets'])) {
      for (const port of records(subset['ports'])) setDefaults(port, { protocol: 'TCP' });
    }
  },
};
