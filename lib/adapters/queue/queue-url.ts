/**
 * URL of the queue with this ARN: `<endpoint>/<account>/<name>`. Without an endpoint, the one that AWS has in the queue's
 * region and partition. https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
 */
export function queueUrlOf(queueArn: string, endpoint?: string): string {
  const [, partition = '', , region = '', account = '', name = ''] = queueArn.split(':');
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${endpoint?.replace(/\/$/, '') ?? `https://sqs.${region}.${domain}`}/${account}/${name}`;
}
