// Actions of rules and listeners: our canonical form ⇄ the SDK's. Reading drops `Order` (position is order) and the single
// target group beside the forward configuration, so that what is read back equals what was sent.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
import type { Action as SdkAction } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Action } from '../../core/stack/listener-rule.ts';
import type { ActionShape, ActionValues } from './action-shape.ts';
import { cognito, jwtValidation, oidc } from './authentication-shapes.ts';
import { dropAbsent, list, number, text } from './optional-members.ts';

const forward: ActionShape<'forward'> = {
  toSdk: ({ targetGroups, stickiness }, { value }) => ({
    ForwardConfig: {
      TargetGroups: targetGroups.map(({ arn, weight }) => ({ TargetGroupArn: value(arn), Weight: weight })),
      ...(stickiness && {
        TargetGroupStickinessConfig: {
          Enabled: stickiness.enabled,
          ...dropAbsent({ DurationSeconds: stickiness.durationSeconds }),
        },
      }),
    },
  }),
  fromSdk: ({
    ForwardConfig: { TargetGroups = [], TargetGroupStickinessConfig: stickiness } = {},
    TargetGroupArn,
  }) => ({
    type: 'forward',
    targetGroups: (TargetGroups.length > 0 ? TargetGroups : [{ TargetGroupArn }]).map((group) => ({
      arn: text(group.TargetGroupArn),
      weight: group.Weight ?? 1,
    })),
    ...(stickiness && {
      stickiness: {
        enabled: stickiness.Enabled ?? false,
        ...dropAbsent({ durationSeconds: stickiness.DurationSeconds }),
      },
    }),
  }),
};

const redirect: ActionShape<'redirect'> = {
  toSdk: ({ statusCode, protocol, port, host, path, query }) => ({
    RedirectConfig: {
      StatusCode: statusCode,
      ...dropAbsent({ Protocol: protocol, Port: port, Host: host, Path: path, Query: query }),
    },
  }),
  fromSdk: ({ RedirectConfig: config }) => ({
    type: 'redirect',
    statusCode: config?.StatusCode === 'HTTP_302' ? 'HTTP_302' : 'HTTP_301',
    ...dropAbsent({
      protocol: config?.Protocol,
      port: config?.Port,
      host: config?.Host,
      path: config?.Path,
      query: config?.Query,
    }),
  }),
};

const fixedResponse: ActionShape<'fixed-response'> = {
  toSdk: ({ statusCode, contentType, messageBody }) => ({
    FixedResponseConfig: {
      StatusCode: statusCode,
      ...dropAbsent({ ContentType: contentType, MessageBody: messageBody }),
    },
  }),
  fromSdk: ({ FixedResponseConfig: config }) => ({
    type: 'fixed-response',
    statusCode: text(config?.StatusCode),
    ...dropAbsent({ contentType: config?.ContentType, messageBody: config?.MessageBody }),
  }),
};

const shapes: { readonly [Type in Action['type']]: ActionShape<Type> } = {
  forward,
  redirect,
  'fixed-response': fixedResponse,
  'authenticate-oidc': oidc,
  'authenticate-cognito': cognito,
  'jwt-validation': jwtValidation,
};

/**
 * `Order` is the position, from 1. `values` resolves references to what earlier steps have made and supplies client
 * secrets.
 */
export function actionsToSdk(actions: readonly Action[], values: ActionValues): SdkAction[] {
  return actions.map((action, index) => ({
    Type: action.type,
    Order: index + 1,
    ...(shapes[action.type] as ActionShape<Action['type']>).toSdk(action as never, values),
  }));
}

/** In the order in which AWS carries them out. */
export function actionsFromSdk(actions: readonly SdkAction[] | undefined): readonly Action[] {
  return [...list(actions)].sort((a, b) => number(a.Order) - number(b.Order)).map(actionFromSdk);
}

/** An action that we do not know becomes a fixed response nobody asks for, so that its rule differs from every desired one. */
function actionFromSdk(action: SdkAction): Action {
  const shape = shapes[action.Type as Action['type']] as ActionShape<Action['type']> | undefined;
  return shape?.fromSdk(action) ?? { type: 'fixed-response', statusCode: `unknown action ${text(action.Type)}` };
}
