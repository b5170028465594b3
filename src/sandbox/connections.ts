import type { Socket } from 'node:net';

/** Far more than a window needs at a time; each may bring a body of a megabyte. */
const most = 64;

/**
 * The connections of a server that every user of the machine reaches. Who has shown a secret or a token is a client;
 * anybody else stays for a few seconds after the last reply, and makes room for whoever comes, the oldest first. So
 * strangers keep no client out by staying.
 */
export class Connections {
  private readonly clients = new Set<Socket>();
  /** Oldest first, each with what closes it. */
  private readonly strangers = new Map<Socket, NodeJS.Timeout>();

  /** @param patience Milliseconds for which a stranger may keep a connection without getting a reply. */
  constructor(private readonly patience: number) {}

  /** Takes a new connection; closes it at once where every other one is a client's. */
  add(socket: Socket): void {
    if (this.clients.size + this.strangers.size >= most) {
      const [oldest = socket] = this.strangers.keys();
      this.close(oldest);
      if (oldest === socket) {
        return;
      }
    }
    this.strangers.set(
      socket,
      setTimeout(() => this.close(socket), this.patience),
    );
    socket.once('close', () => this.forget(socket));
  }

  /** A reply has been made to a whole request of this connection. @param isClient Whether its secret or token was right. */
  replied(socket: Socket, isClient: boolean): void {
    const timer = this.strangers.get(socket);
    if (timer && isClient) {
      this.forget(socket);
      this.clients.add(socket);
    } else {
      timer?.refresh();
    }
  }

  private close(socket: Socket): void {
    this.forget(socket);
    socket.destroy();
  }

  private forget(socket: Socket): void {
    clearTimeout(this.strangers.get(socket));
    this.strangers.delete(socket);
    this.clients.delete(socket);
  }
}
