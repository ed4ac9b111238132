/** An error as Stripe answers it: https://docs.stripe.com/api/errors */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly type: 'invalid_request_error' | 'idempotency_error';
  readonly more: { readonly code?: string; readonly param?: string };

  constructor(
    status: number,
    type: StripeRefusal['type'],
    message: string,
    more: StripeRefusal['more'] = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.more = more;
  }

  get body() {
    return errorBody(this.type, this.message, this.more);
  }
}

export const errorBody = (type: string, message: string, more: object = {}) => ({
  error: { type, message, ...more },
});

/** By status, for what the kit answers itself. */
export const errorOf = (status: number, message: string) => {
  if (status === 402) return errorBody('card_error', 'Your card was declined.', { code: 'card_declined' });
  if (status === 409)
    return errorBody('idempotency_error', 'There is another request with this key in progress.', {
      code: 'idempotency_key_in_use',
    });
  if (status === 429) return errorBody('invalid_request_error', 'Too many requests', { code: 'rate_limit' });
  if (status >= 400 && status < 500) return errorBody('invalid_request_error', message);
  return errorBody('api_error', message);
};
