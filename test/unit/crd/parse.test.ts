import { describe, expect, it } from 'vitest';
import { parseListenerRuleConfiguration } from '../../../lib/crd/listener-rule-configuration.ts';
import { parseLoadBalancerConfiguration } from '../../../lib/crd/load-balancer-configuration.ts';
import { parseTargetGroupConfiguration } from '../../../lib/crd/target-group-configuration.ts';

const object = (kind: string, spec?: unknown, version = 'v1') => ({
  apiVersion: `gateway.k8s.aws/${version}`,
  kind,
  metadata: { name: 'public', namespace: 'edge' },
  ...(spec === undefined ? {} : { spec }),
});

describe('a configuration', () => {
  it.each(['v1', 'v1beta1'])('is read in version %s', (version) => {
    const read = parseLoadBalancerConfiguration(
      object('LoadBalancerConfiguration', { scheme: 'internet-facing' }, version),
    );
    expect(read).toMatchObject({ value: { spec: { scheme: 'internet-facing' } } });
  });

  it('without a spec asks for nothing', () => {
    expect(parseTargetGroupConfiguration(object('TargetGroupConfiguration'))).toMatchObject({ value: { spec: {} } });
  });

  it('loses the fields its schema does not know, and keeps all of its metadata', () => {
    const read = parseLoadBalancerConfiguration({
      ...object('LoadBalancerConfiguration', { shceme: 'internal' }),
      metadata: { name: 'public', managedFields: [{ manager: 'kubectl' }] },
    });
    expect(read).toEqual({
      value: {
        apiVersion: 'gateway.k8s.aws/v1',
        kind: 'LoadBalancerConfiguration',
        metadata: { name: 'public', managedFields: [{ manager: 'kubectl' }] },
        spec: {},
      },
    });
  });

  it.each([null, 'text', [], object('LoadBalancerConfiguration', 'spec'), object('Gateway', {})])(
    'that is none is answered with issues: %j',
    (input) => {
      expect(parseLoadBalancerConfiguration(input)).toHaveProperty('issues');
    },
  );
});

describe('defaults', () => {
  it('are filled in as the API server would', () => {
    expect(
      parseListenerRuleConfiguration(
        object('ListenerRuleConfiguration', { actions: [{ type: 'forward', forwardConfig: {} }] }),
      ),
    ).toMatchObject({
      value: {
        spec: {
          actions: [{ forwardConfig: { targetGroupStickinessConfig: { durationSeconds: 3600, enabled: false } } }],
        },
      },
    });
    expect(
      parseTargetGroupConfiguration(object('TargetGroupConfiguration', { targetReference: { name: 'orders' } })),
    ).toMatchObject({ value: { spec: { targetReference: { group: '', kind: 'Service', name: 'orders' } } } });
    expect(
      parseLoadBalancerConfiguration(
        object('LoadBalancerConfiguration', { listenerConfigurations: [{ protocolPort: 'HTTPS:443' }] }),
      ),
    ).toMatchObject({ value: { spec: { listenerConfigurations: [{ alpnPolicy: 'None' }] } } });
  });
});

describe('an issue', () => {
  it('names the field as Kubernetes would, and says what was expected', () => {
    const read = parseLoadBalancerConfiguration(
      object('LoadBalancerConfiguration', {
        scheme: 'public',
        listenerConfigurations: [{ protocolPort: 'HTTP:80' }, { protocolPort: 'HTTP:70000' }],
        minimumLoadBalancerCapacity: {},
      }),
    );
    const { issues } = read as { issues: { path: string; message: string }[] };
    expect(issues.map((issue) => issue.path)).toEqual([
      'spec.scheme',
      'spec.listenerConfigurations[1].protocolPort',
      'spec.minimumLoadBalancerCapacity.capacityUnits',
    ]);
    expect(issues[0]?.message).toContain('"internal"|"internet-facing"');
  });

  it('is raised by every broken rule across fields', () => {
    const read = parseListenerRuleConfiguration(
      object('ListenerRuleConfiguration', {
        actions: [
          { type: 'redirect', redirectConfig: {} },
          { type: 'fixed-response', fixedResponseConfig: { statusCode: 404 }, forwardConfig: {} },
        ],
      }),
    );
    expect(read).toEqual({
      issues: [
        { path: 'spec.actions[1]', message: "forwardConfig must be given if, and only if, type is 'forward'" },
        { path: 'spec.actions', message: 'at most one routing action is allowed: forward, redirect, fixed-response' },
      ],
    });
  });

  it('is raised by a map with too many entries', () => {
    const authenticationRequestExtraParams = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [`p${index}`, 'x']),
    );
    const authenticateCognitoConfig = {
      ...{ userPoolArn: 'arn', userPoolClientId: 'c', userPoolDomain: 'd' },
      authenticationRequestExtraParams,
    };
    expect(
      parseListenerRuleConfiguration(
        object('ListenerRuleConfiguration', { actions: [{ type: 'authenticate-cognito', authenticateCognitoConfig }] }),
      ),
    ).toMatchObject({
      issues: [{ path: 'spec.actions[0].authenticateCognitoConfig.authenticationRequestExtraParams' }],
    });
  });
});
