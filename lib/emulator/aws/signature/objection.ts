// What can be wrong with a signature.

export type ObjectionKind =
  | 'incomplete'
  | 'unknown-key'
  | 'wrong-token'
  | 'expired-token'
  | 'wrong-scope'
  | 'expired-signature'
  | 'wrong-payload'
  | 'mismatch';

export interface Objection {
  readonly kind: ObjectionKind;
  readonly message: string;
}
