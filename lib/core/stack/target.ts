// What a target group holds: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html

/** An address (or instance id) and port registered in a target group. */
export interface Target {
  readonly id: string;
  readonly port: number;
  /** `all` for addresses outside the VPC. */
  readonly availabilityZone?: string;
}
