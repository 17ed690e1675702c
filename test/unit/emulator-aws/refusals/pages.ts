// Where the rows of the tables come from.

const docs = 'https://docs.aws.amazon.com/elasticloadbalancing/latest';

/** A page of the ELBv2 API reference: an action or a type. */
export const api = (name: string): string => `${docs}/APIReference/API_${name}.html`;

/** A page of the Application Load Balancers user guide. */
export const guide = (name: string): string => `${docs}/application/${name}.html`;

/** A page of the Network Load Balancers user guide. */
export const networkGuide = (name: string): string => `${docs}/network/${name}.html`;

/** The answer of real AWS to a request that breaks one rule, as recorded by a public collection of such requests. */
export const recorded = (rule: string): string =>
  `https://github.com/badmintoncryer/cdk-preflight/blob/main/rules/elbv2/pf-elbv2-${rule}/meta.yaml`;

/** A report of what real AWS answered. */
export const reported = (thread: string): string => `https://github.com/${thread}`;
