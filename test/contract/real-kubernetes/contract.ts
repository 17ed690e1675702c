// `npm run contract:kubernetes`: the statements of test/contract/kubernetes against a real etcd, kube-apiserver and
// kube-controller-manager.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { buildKubernetes } from './build.ts';
import { startRealKubernetes } from './start.ts';

const kubernetes = await startRealKubernetes(await buildKubernetes((line) => process.stderr.write(`${line}\n`)));
const ca = `${kubernetes.kubeconfig}.ca.pem`;
await writeFile(ca, kubernetes.caPem);
const vitest = spawn('vitest', ['run', 'test/contract/kubernetes'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    KUBERNETES_CONTRACT_URL: kubernetes.url,
    KUBERNETES_CONTRACT_TOKEN: kubernetes.token,
    KUBERNETES_CONTRACT_CA: ca,
  },
});
process.exitCode = await new Promise<number>((resolve) => vitest.on('exit', (code) => resolve(code ?? 1)));
await kubernetes.stop();
