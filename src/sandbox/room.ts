import { Refusal } from './reply';

/** Characters: some 1700 orders, or four of the longest. */
const most = 4_000_000;
/** What is made of a request takes about as much as so many characters, beside its texts. */
const beside = 2000;

/** How much a portal can still take on: it keeps all of it in memory, for as long as it runs. */
export class Room {
  private left = most;

  /**
   * Takes the room for what is kept of a request.
   * @throws Refusal when there is none left: what is there already must stay, since orders are looked for
   */
  take({ length }: string): void {
    const needed = length + beside;
    if (needed > this.left) {
      throw new Refusal(422, 'sandbox_full', 'The sandbox is full. Sign out, then explore it anew');
    }
    this.left -= needed;
  }
}
