import { AwsError } from '../../aws-error.ts';
import { pageRows, type PageInput } from '../pages.ts';
import { findSslPolicy, sslPolicies, type SslPolicy } from '../ssl-policies.ts';

interface DescribeSSLPoliciesInput extends PageInput {
  readonly Names?: readonly string[];
  readonly LoadBalancerType?: string;
}

/** DescribeSSLPolicies. */
export function describeSslPolicies(input: DescribeSSLPoliciesInput) {
  const names = input.Names && new Set(input.Names);
  const found =
    names &&
    [...names].map((name) => {
      const policy = findSslPolicy(name);
      if (!policy) throw new AwsError('SSLPolicyNotFound', `SSL policy '${name}' not found`);
      return policy;
    });
  const { rows, next } = pageRows(found ?? sslPolicies, input);
  return { SslPolicies: rows.map(toView), ...next };
}

const toView = ({ name, protocols, ciphers }: SslPolicy) => ({
  Name: name,
  SslProtocols: protocols,
  Ciphers: ciphers.map((cipher, index) => ({ Name: cipher, Priority: index + 1 })),
  SupportedLoadBalancerTypes: ['application', 'network'],
});
