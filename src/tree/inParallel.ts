/**
 * Does something for every item, a few at a time, in their order. After a failure no further item is begun.
 *
 * @param atOnce How many are under way at the same time.
 * @returns What came of each, in the order of `items`.
 * @throws The first failure.
 */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const left = items.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, item] of left) {
      try {
        answers[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}
