#!/usr/bin/env node
// Which stacks, for which clusters. Clusters come from the CDK context: `clusters: [{ "cluster": "prod", ... }]`.
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ClusterStack } from './cluster-stack.ts';
import { readSettings } from './settings.ts';
import { ControllerStack } from './controller-stack.ts';

const app = new App();
const settings = readSettings(app.node);
const env = settings.env ? { env: settings.env } : {};

const controller = new ControllerStack(app, 'AlbatrossController', { ...env, settings });
for (const cluster of settings.clusters) {
  new ClusterStack(app, `AlbatrossCluster-${cluster.cluster}`, { ...env, settings, cluster, controller });
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
