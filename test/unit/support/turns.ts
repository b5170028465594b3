/**
 * Watches the turns of the event loop until `stop`, which returns how many milliseconds of processor time the longest
 * one took. Processor time, because a busy machine lets a process wait for as long as it likes.
 */
export function watchTurns(): { stop(): number } {
  let longest = 0;
  let before = process.cpuUsage();
  const note = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.cpuUsage();
  };
  let turn = setImmediate(function next() {
    note();
    turn = setImmediate(next);
  });
  return {
    stop: () => {
      clearImmediate(turn);
      note();
      return longest;
    },
  };
}
