// Starts the real API server and leaves it running until interrupted; prints its kubeconfig. For `albatross local
// --kubeconfig` and for the contract tests (KUBERNETES_CONTRACT_URL, _TOKEN, _CA).
import { writeFile } from 'node:fs/promises';
import { buildKubernetes } from './build.ts';
import { startRealKubernetes } from './start.ts';

const binaries = await buildKubernetes((line) => process.stderr.write(`${line}\n`));
const kubernetes = await startRealKubernetes(binaries);
const ca = `${kubernetes.kubeconfig}.ca.pem`;
await writeFile(ca, kubernetes.caPem);
process.stdout.write(
  [
    `KUBECONFIG=${kubernetes.kubeconfig}`,
    `KUBERNETES_CONTRACT_URL=${kubernetes.url}`,
    `KUBERNETES_CONTRACT_TOKEN=${kubernetes.token}`,
    `KUBERNETES_CONTRACT_CA=${ca}`,
    '',
  ].join('\n'),
);
await new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});
await kubernetes.stop();
