import assert from 'node:assert/strict';

/** The error with which `promise` fails, which must be of `type`. */
export async function rejection<E extends Error>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => E,
): Promise<E> {
  const error = await promise.then(
    (value) => assert.fail(`did not fail: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof type, `${String(error)} is not a ${type.name}`);
  return error;
}
