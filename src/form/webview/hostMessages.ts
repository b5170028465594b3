import type * as z from 'zod/mini';
import type { Connection, Requests } from './connection';

/** What the host sends to a page: its state, or the reply to one of its requests. */
type HostMessage<State> =
  | { readonly message: 'state'; readonly state: State }
  | { readonly message: 'reply'; readonly id: number; readonly failure: string | null };

/** Shows a page, and passes on what the host sends. A message that is not in the contract is ignored. */
export function showPage<State, Request extends { readonly request: string }>(
  view: {
    readonly element: HTMLElement;
    readonly update: (state: State) => void;
    readonly start: () => void;
  },
  {
    contract,
    requests,
    connection,
  }: {
    readonly contract: z.ZodMiniType<HostMessage<State>>;
    readonly requests: Requests<Request>;
    readonly connection: Connection<Request>;
  },
): void {
  document.body.append(view.element);
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = contract.safeParse(data);
    if (!parsed.success) {
      return;
    }
    connection.heard();
    switch (parsed.data.message) {
      case 'state':
        view.update(parsed.data.state);
        break;
      case 'reply':
        requests.settle(parsed.data.id, parsed.data.failure);
        break;
    }
  });
  view.start();
  connection.start();
}

/** Returns the text of the data that the host has embedded in the page. */
export function embeddedPage(): unknown {
  return JSON.parse(document.getElementById('page')?.textContent ?? '');
}
