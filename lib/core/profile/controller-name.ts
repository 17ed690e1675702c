/** Of GatewayClasses that are ours, in every profile: LBC's own, so that its classes and Gateways are taken over as they are. */
export const controllerName = 'gateway.k8s.aws/alb';
