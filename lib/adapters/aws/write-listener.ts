import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  DeleteListenerCommand,
  ModifyListenerAttributesCommand,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { invariant } from '../../core/base/invariant.ts';
import type { AlbListener, MutualAuthentication } from '../../core/stack/stack.ts';
import { actionsToSdk } from './action-shapes.ts';
import { dropAbsent } from './optional-members.ts';
import { learnt, type StepContext, type StepWriters } from './step-writers.ts';
import { tagsToSdk } from './tag-shapes.ts';

export const listenerWriters: StepWriters<
  | 'CreateListener'
  | 'ModifyListener'
  | 'ModifyListenerAttributes'
  | 'AddListenerCertificates'
  | 'RemoveListenerCertificates'
  | 'DeleteListener'
> = {
  async CreateListener({ loadBalancer, listener, tags }, context) {
    const { Listeners } = await context.elbv2(
      new CreateListenerCommand({
        LoadBalancerArn: context.value(loadBalancer),
        ...listenerToSdk(listener, context),
        Tags: tagsToSdk(tags),
      }),
    );
    return learnt(context, 'arn', Listeners?.[0]?.ListenerArn);
  },

  async ModifyListener({ listener, to }, context) {
    await context.elbv2(
      new ModifyListenerCommand({ ListenerArn: context.value(listener), ...listenerToSdk(to, context) }),
    );
  },

  async ModifyListenerAttributes({ listener, attributes }, { elbv2, value }) {
    const Attributes = tagsToSdk(attributes);
    await elbv2(new ModifyListenerAttributesCommand({ ListenerArn: value(listener), Attributes }));
  },

  // One certificate a call: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html
  async AddListenerCertificates({ listener, certificates }, { elbv2, value }) {
    for (const certificate of certificates) {
      const Certificates = [{ CertificateArn: value(certificate) }];
      await elbv2(new AddListenerCertificatesCommand({ ListenerArn: value(listener), Certificates }));
    }
  },

  async RemoveListenerCertificates({ listener, certificates }, { elbv2, value }) {
    for (const CertificateArn of certificates) {
      const Certificates = [{ CertificateArn }];
      await elbv2(new RemoveListenerCertificatesCommand({ ListenerArn: value(listener), Certificates }));
    }
  },

  async DeleteListener({ listener }, { elbv2 }) {
    await elbv2(new DeleteListenerCommand({ ListenerArn: listener }));
  },
};

/** What create and modify have in common. Members that are left out stay as they are, so mutual TLS is switched off by name. */
function listenerToSdk(listener: AlbListener, { value }: StepContext) {
  const [defaultCertificate] = listener.certificates;
  return {
    Port: listener.port,
    Protocol: listener.protocol,
    DefaultActions: actionsToSdk(listener.defaultActions, { value, credentials: noCredentials }),
    ...(defaultCertificate !== undefined && { Certificates: [{ CertificateArn: value(defaultCertificate) }] }),
    ...dropAbsent({ SslPolicy: listener.sslPolicy }),
    ...(listener.protocol === 'HTTPS' && {
      MutualAuthentication: mutualAuthenticationToSdk(listener.mutualAuthentication ?? { mode: 'off' }, value),
    }),
  };
}

function noCredentials(): never {
  invariant(false, 'a default action asks nobody to authenticate');
}

function mutualAuthenticationToSdk(settings: MutualAuthentication, value: StepContext['value']) {
  return {
    Mode: settings.mode,
    ...dropAbsent({
      TrustStoreArn: settings.trustStoreArn === undefined ? undefined : value(settings.trustStoreArn),
      IgnoreClientCertificateExpiry: settings.ignoreClientCertificateExpiry,
      AdvertiseTrustStoreCaNames: settings.advertiseTrustStoreCaNames,
    }),
  };
}
