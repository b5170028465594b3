import assert from 'node:assert/strict';
import { JournalWriteError } from '../../../src/orders/outcome';
import { OtherSignInError, UnexpectedError } from '../../../src/portal/explained';

describe('the error of an order that was not completed', () => {
  const cause = new TypeError('x is not a function');

  it('is one sentence for the user', () => {
    assert.equal(
      new OtherSignInError('order').sentence(),
      'You signed in again after this order was reviewed. Review it again.',
    );
    assert.equal(
      new JournalWriteError(new Error('ENOSPC: no space left on device')).sentence(),
      'This order could not be written to the order journal: ENOSPC: no space left on device.',
    );
    assert.equal(
      new UnexpectedError('order', cause).sentence(),
      'An internal error of the extension interrupted the order. The output shows why.',
    );
  });

  it('contains its name and cause for the log', () => {
    assert.equal(
      String(new OtherSignInError('order')),
      'OtherSignInError: the order was entered in another sign-in',
    );
    assert.equal(
      String(new JournalWriteError(cause)),
      'JournalWriteError: the order could not be written to the journal: TypeError: x is not a function',
    );
    assert.equal(
      String(new UnexpectedError('order', cause)),
      'UnexpectedError: unexpected: TypeError: x is not a function',
    );
    assert.equal(new UnexpectedError('order', cause).cause, cause);
  });
});
