import { partners } from './contacts';
import { Refusal } from './reply';

/** A subordinate user as in `partner_list` (API guide: Query subordinate users): everything is text. */
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
/** Even, so that all ids are odd: a double can represent none of them. */
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

  /** @param yeastarId an e-mail address, in any case */
  withYeastarId(yeastarId: string): SubordinateUser | undefined {
    const wanted = yeastarId.toLowerCase();
    return this.users.find(({ email }) => email.toLowerCase() === wanted);
  }

  /** Adds a user with a new id. */
  add(user: Omit<SubordinateUser, 'partnerId'>): void {
    const partnerId = String(firstPartnerId + BigInt(this.users.length) * step);
    this.users.push({ ...user, partnerId });
  }
}

/** Characters: about 1700 orders, or four of the longest. */
const capacity = 4_000_000;
/** Memory used per request apart from its text, in characters. */
const requestOverhead = 2000;

/** The memory left for new data. The portal keeps everything in memory while it runs. */
export class Room {
  private left = capacity;

  /**
   * Reserves memory for the data of a request.
   *
   * @throws Refusal when none is left; nothing old is dropped, because orders are looked up later
   */
  take({ length }: string): void {
    const needed = length + requestOverhead;
    if (needed > this.left) {
      throw new Refusal(422, 'sandbox_full', 'The sandbox is full. Sign out, then explore it anew');
    }
    this.left -= needed;
  }
}
