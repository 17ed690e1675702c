// Regions as an account sees them: those that are on for everyone, and those one must opt in to.

const enabled = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
];

const optional = [
  ...['af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7'],
  ...['ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1'],
  'mx-central-1',
];

export interface Region {
  readonly name: string;
  readonly optInStatus: 'opt-in-not-required' | 'not-opted-in';
}

/** Every region (EC2 user guide, "Available Regions"). */
export const regions: readonly Region[] = [
  ...enabled.map((name): Region => ({ name, optInStatus: 'opt-in-not-required' })),
  ...optional.map((name): Region => ({ name, optInStatus: 'not-opted-in' })),
];
