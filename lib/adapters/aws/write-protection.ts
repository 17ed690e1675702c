import type { StepWriters } from './step-writers.ts';

/** Web ACLs and Shield Advanced protections: what guards a load balancer from outside. */
export const protectionWriters: StepWriters<
  'AssociateWebACL' | 'DisassociateWebACL' | 'CreateProtection' | 'DeleteProtection'
> = {
  async AssociateWebACL({ webAclArn, loadBalancer }, { clients, call, value }) {
    const { AssociateWebACLCommand } = await import('@aws-sdk/client-wafv2');
    const client = await clients.wafv2();
    const command = new AssociateWebACLCommand({ WebACLArn: webAclArn, ResourceArn: value(loadBalancer) });
    await call(() => client.send(command));
  },

  async DisassociateWebACL({ loadBalancer }, { clients, call, value }) {
    const { DisassociateWebACLCommand } = await import('@aws-sdk/client-wafv2');
    const client = await clients.wafv2();
    await call(() => client.send(new DisassociateWebACLCommand({ ResourceArn: value(loadBalancer) })));
  },

  async CreateProtection({ name, loadBalancer }, { clients, call, value }) {
    const { CreateProtectionCommand } = await import('@aws-sdk/client-shield');
    const client = await clients.shield();
    await call(() => client.send(new CreateProtectionCommand({ Name: name, ResourceArn: value(loadBalancer) })));
  },

  async DeleteProtection({ protectionId }, { clients, call }) {
    const { DeleteProtectionCommand } = await import('@aws-sdk/client-shield');
    const client = await clients.shield();
    await call(() => client.send(new DeleteProtectionCommand({ ProtectionId: protectionId })));
  },
};
