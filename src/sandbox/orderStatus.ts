/** What has become of an order. The portal knows more; these are the ones that the sandbox gives. */
export type OrderStatus = 'succeed' | 'pending' | 'failed';
