/** How often something may be done in a span of time. */
export interface Limit {
  readonly bucket: string;
  readonly atMost: number;
  readonly seconds: number;
}

/** A limit, and whose turn it is: an address, an account, a person. */
export interface Turn extends Limit {
  readonly subject: string;
}
