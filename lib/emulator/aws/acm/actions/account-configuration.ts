import { AwsError } from '../../aws-error.ts';
import type { Acm } from '../acm.ts';

/** GetAccountConfiguration. */
export const getAccountConfiguration = ({ tables }: Acm) =>
  function get() {
    return { ExpiryEvents: { DaysBeforeExpiry: tables.now.account.daysBeforeExpiry } };
  };

interface PutAccountConfigurationInput {
  readonly ExpiryEvents?: { readonly DaysBeforeExpiry?: number };
}

/** PutAccountConfiguration: days before expiry at which events begin. */
export const putAccountConfiguration = ({ tables }: Acm) =>
  function put({ ExpiryEvents }: PutAccountConfigurationInput) {
    const days = ExpiryEvents?.DaysBeforeExpiry;
    if (days === undefined) throw new AwsError('ValidationException', 'Configuration for events is empty.');
    tables.now.account.daysBeforeExpiry = days;
    return {};
  };
