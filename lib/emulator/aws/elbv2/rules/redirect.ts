// Redirect actions: placeholders, what may change, and the static loop check.
import { AwsError } from '../../aws-error.ts';
import type { ActionShape } from '../shapes.ts';
import type { ActionPlace } from './action-place.ts';

const invalid = (message: string) => new AwsError('InvalidLoadBalancerAction', message);

type Redirect = Required<NonNullable<ActionShape['RedirectConfig']>>;

/** A redirect action in read-back form: omitted parts come back as their placeholders. */
export function readRedirect({ Order, RedirectConfig }: ActionShape, place: ActionPlace): ActionShape {
  // The action list has already refused a redirect without its config.
  if (!RedirectConfig) return { Type: 'redirect' };
  const redirect: Redirect = {
    Protocol: RedirectConfig.Protocol ?? '#{protocol}',
    Port: RedirectConfig.Port ?? '#{port}',
    Host: RedirectConfig.Host ?? '#{host}',
    Path: RedirectConfig.Path ?? '/#{path}',
    Query: RedirectConfig.Query ?? '#{query}',
    StatusCode: RedirectConfig.StatusCode,
  };
  refusePort(redirect.Port);
  refusePath(redirect.Path);
  refuseHost(redirect.Host);
  if (place.protocol === 'HTTPS' && redirect.Protocol === 'HTTP') throw invalid('You cannot redirect HTTPS to HTTP.');
  refuseLoop(redirect, place);
  return { Type: 'redirect', ...(Order !== undefined && { Order }), RedirectConfig: redirect };
}

function refusePort(port: string): void {
  const isNumber = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535;
  if (!isNumber && port !== '#{port}') {
    throw invalid(`The Port parameter must be either an integer between 1 and 65535 or '#{port}'.`);
  }
}

function refusePath(path: string): void {
  const placeholders = path.match(/#\{[^}]*\}/g) ?? [];
  const areKnown = placeholders.every((placeholder) => ['#{path}', '#{host}', '#{port}'].includes(placeholder));
  if (!path.startsWith('/') || !areKnown || new Set(placeholders).size < placeholders.length) {
    throw invalid(
      `The Path parameter must be a valid path, should start with a '/', and may contain up to one of each of these placeholders: '#{path}', '#{host}', '#{port}'.`,
    );
  }
}

function refuseHost(host: string): void {
  if (!/^[A-Za-z0-9\-._]*$/.test(host.replace('#{host}', ''))) {
    throw invalid(
      `The Host parameter must be a valid hostname, and may contain up to one of these placeholders: '#{host}'.`,
    );
  }
}

/** Only protocol, host, port and path count; a changed query does not save a redirect, nor do conditions or transforms. */
function refuseLoop({ Protocol, Port, Host, Path }: Redirect, { protocol, port }: ActionPlace): void {
  const isSame =
    ['#{protocol}', protocol].includes(Protocol) &&
    ['#{port}', String(port)].includes(Port) &&
    Host === '#{host}' &&
    Path === '/#{path}';
  if (isSame) throw invalid('The redirect configuration is not valid because it creates a loop.');
}
