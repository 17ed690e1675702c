import type { Action as SdkAction } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Value } from '../../core/base/ref.ts';
import type { Action } from '../../core/stack/listener-rule.ts';

/** What an action refers to, looked up when it is sent. */
export interface ActionValues {
  readonly value: (value: Value) => string;
  /** Client id and secret in a Secret that was read just before. */
  readonly credentials: (secret: { readonly namespace: string; readonly name: string }) => ClientCredentials;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Both directions of one type of action; the members beside `Type` and `Order`. */
export interface ActionShape<Type extends Action['type']> {
  readonly toSdk: (action: Extract<Action, { readonly type: Type }>, values: ActionValues) => Omit<SdkAction, 'Type'>;
  readonly fromSdk: (action: SdkAction) => Extract<Action, { readonly type: Type }>;
}
