/**
 * Declares tests that spend most of their time waiting. They begin together, with the first of them, and each reports
 * its own result.
 *
 * @param tests By title. They must not share anything.
 */
export function itSideBySide(tests: Readonly<Record<string, () => Promise<void>>>): void {
  const running = new Map<string, Promise<void>>();
  before(() => {
    for (const [title, test] of Object.entries(tests)) {
      const result = test();
      // A failure is reported when its turn comes.
      result.catch(() => undefined);
      running.set(title, result);
    }
  });
  for (const title of Object.keys(tests)) {
    it(title, () => running.get(title));
  }
}
