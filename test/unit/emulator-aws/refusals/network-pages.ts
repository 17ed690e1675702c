// Where the rows about networks and certificates come from.

/** A page of the EC2 API reference: an action. */
export const ec2Api = (action: string): string =>
  `https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_${action}.html`;

/** "Error codes for the Amazon EC2 API". */
export const ec2Codes = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html';

/** A page of the Amazon VPC user guide. */
export const vpcGuide = (name: string): string => `https://docs.aws.amazon.com/vpc/latest/userguide/${name}.html`;

/** A page of the Amazon EC2 user guide. */
export const ec2Guide = (name: string): string => `https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/${name}.html`;

/** A page of the ACM user guide, or of its API reference. */
export const acmGuide = (name: string): string => `https://docs.aws.amazon.com/acm/latest/userguide/${name}.html`;
export const acmApi = (action: string): string =>
  `https://docs.aws.amazon.com/acm/latest/APIReference/API_${action}.html`;

/** The answer of real AWS to a request that breaks one rule, as recorded by a public collection of such requests. */
export const recordedBy = (service: 'ec2' | 'acm', rule: string): string =>
  `https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/${service}/pf-${service}-${rule}/meta.yaml`;

/** A test of moto that its authors ran on real AWS. */
export const verifiedBy = (file: string): string => `https://github.com/getmoto/moto/blob/master/tests/${file}`;
