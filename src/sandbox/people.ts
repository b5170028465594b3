import { partners } from './contacts';
import { Refusal } from './reply';

/** A subordinate user as `partner_list` shows it (API guide: Query subordinate users): all text. */
export interface SubordinateUser {
  readonly partnerId: string;
  readonly city: string;
  readonly company: string;
  readonly country: string;
  /** The Yeastar ID. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phoneNumber: string;
  readonly remark: string;
  readonly stateProvince: string;
  readonly street: string;
  readonly taxNum: string;
  readonly userType: string;
  readonly zipCode: string;
}

const firstPartnerId = 3_197_230_118_246_905_601n;
/** Odd ids follow each other, none of which a double can hold. */
const step = 2_000_006n;

/** The subordinate users of the portal, oldest first. */
export class People {
  private readonly users: SubordinateUser[] = [...partners];

  get all(): readonly SubordinateUser[] {
    return this.users;
  }

  find(partnerId: string): SubordinateUser | undefined {
    return this.users.find((user) => user.partnerId === partnerId);
  }

  /** @param yeastarId an e-mail address, in capital or small letters */
  withYeastarId(yeastarId: string): SubordinateUser | undefined {
    const wanted = yeastarId.toLowerCase();
    return this.users.find(({ email }) => email.toLowerCase() === wanted);
  }

  /** Gives the new user an id. */
  add(user: Omit<SubordinateUser, 'partnerId'>): void {
    const partnerId = String(firstPartnerId + BigInt(this.users.length) * step);
    this.users.push({ ...user, partnerId });
  }
}

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
