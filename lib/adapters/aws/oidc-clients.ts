// Client ids and secrets of authentication actions: read just before the call that needs them, kept nowhere, and taken out
// of what AWS says about the call.
import { invariant } from '../../core/base/invariant.ts';
import type { Action } from '../../core/stack/listener-rule.ts';
import { Fault, isFault } from '../../reconcile/faults.ts';
import type { SecretReader } from '../../reconcile/ports.ts';
import type { ActionValues, ClientCredentials } from './action-shape.ts';

export interface OidcClients {
  readonly credentials: ActionValues['credentials'];
  /** Every secret text among them. */
  readonly secretTexts: readonly string[];
}

/** Reads the Secrets that the actions name. Rejects with a Fault if one lacks an entry. */
export async function readOidcClients(actions: readonly Action[], secrets: SecretReader): Promise<OidcClients> {
  const read = new Map<string, ClientCredentials>();
  for (const action of actions) {
    if (action.type !== 'authenticate-oidc') continue;
    read.set(nameOf(action.secret), credentialsIn(await secrets(action.secret), nameOf(action.secret)));
  }
  return {
    credentials: (secret) => {
      const found = read.get(nameOf(secret));
      invariant(found !== undefined, 'the Secret of every action was read');
      return found;
    },
    secretTexts: [...read.values()].map(({ clientSecret }) => clientSecret),
  };
}

/** `clientId` is the older spelling; entries that were written with `echo` end in a line break. */
function credentialsIn(entries: Readonly<Record<string, string>>, secret: string): ClientCredentials {
  const clientId = (entries['clientID'] ?? entries['clientId'])?.trimEnd();
  const clientSecret = entries['clientSecret']?.replace(/\p{Cc}+$/u, '');
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  throw new Fault({
    kind: 'rejected',
    operation: 'ReadSecret',
    resource: secret,
    code: 'SecretIncomplete',
    message: `Secret ${secret} has no entry ${clientId === undefined ? 'clientID' : 'clientSecret'}`,
  });
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** AWS quotes a value that it refuses. The Fault that comes out has neither secret nor the original error. */
export async function withoutSecrets<Output>(call: Promise<Output>, { secretTexts }: OidcClients): Promise<Output> {
  if (secretTexts.length === 0) return call;
  try {
    return await call;
  } catch (error) {
    if (!isFault(error)) throw error;
    const message = secretTexts
      .filter((text) => text !== '')
      .reduce((said, text) => said.replaceAll(text, '(secret)'), error.message);
    throw new Fault({ ...error.toFact(), message });
  }
}
