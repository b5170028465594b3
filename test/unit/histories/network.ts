import type { Reply } from '../../../src/portal/envelope';
import { ConnectionError, TimeoutError } from '../../../src/portal/errors';
import type { Http } from '../../../src/portal/http';
import type { HttpRequest } from '../../../src/portal/httpRequest';
import type { SimulatedPortal } from '../../../src/sandbox/simulatedPortal';
import { pagePath, savePath } from '../support/requests';

/** What becomes of a request on its way to the portal and back. */
export const weathers = [
  'fine',
  'noConnection',
  'lostBefore',
  'lostAfter',
  'late',
  'crashBefore',
  'crashAfter',
  'unauthorizedBefore',
  'unauthorizedAfter',
  'refused',
  'unavailableBefore',
  'unavailableAfter',
  'html',
  'htmlAfter',
  'noOrderNumber',
] as const;
export type Weather = (typeof weathers)[number];

/** A consent of the user to one order: a press of Place Order, or a second consent. */
export interface Consent {
  readonly name: string;
  /** Numbers of the orders that the portal made of it. */
  readonly orders: string[];
  /** Requests of it that the portal will process later. */
  late: number;
  /** POSTs that left the window for it. */
  posts: number;
}

const html = '<html><body>Bad gateway</body></html>';

/**
 * The way from one window to the simulated portal, in this process: it stands in for sockets alone, so that
 * thousands of histories can be told in a minute. What it throws is what the real one throws.
 */
export class Network implements Pick<Http, 'send'> {
  /** Whose order is on its way. */
  consent: Consent | undefined;
  /** Of each POST of an order, in turn; fine when there are no more. */
  saves: Weather[] = [];
  /** Of each other request, in turn. */
  others: Weather[] = [];
  /** What happens while the window stands still after the next answer to an order. */
  meanwhile: (() => Promise<void>) | undefined;
  /** Called for each order that leaves the window. */
  onSave: () => void = () => undefined;
  /** Settles the moment the window's process ends. */
  onCrash: () => void = () => undefined;

  constructor(
    private readonly portal: SimulatedPortal,
    private readonly late: (() => void)[],
    /** `ignored`: the portal lists the oldest orders first, whatever is asked. */
    private readonly sort: 'heeded' | 'ignored' | 'refused',
    /** The portal's clock. */
    private readonly portalNow: () => number,
  ) {}

  async send(request: HttpRequest): Promise<Reply> {
    await Promise.resolve();
    request.signal?.throwIfAborted();
    const isSave = request.path === savePath;
    const weather = (isSave ? this.saves : this.others).shift() ?? 'fine';
    if (isSave && this.consent && weather !== 'noConnection') {
      this.consent.posts++;
      this.onSave();
    }
    const answer = await this.pass(request, weather);
    if (isSave) {
      const { meanwhile } = this;
      this.meanwhile = undefined;
      await meanwhile?.();
    }
    return answer;
  }

  private pass(request: HttpRequest, weather: Weather): Reply | Promise<Reply> {
    const exchange = { method: request.method, host: 'portal.test', path: request.path };
    switch (weather) {
      case 'fine':
        return this.process(request);
      case 'noConnection':
        throw new ConnectionError(exchange, 'ECONNREFUSED', 'no');
      case 'lostBefore':
        throw new TimeoutError(exchange, 30, 'maybe');
      case 'lostAfter':
        this.process(request);
        throw new ConnectionError(exchange, 'ECONNRESET', 'maybe');
      case 'late': {
        const { consent } = this;
        if (consent && request.path === savePath) {
          consent.late++;
          this.late.push(() => {
            consent.late--;
            this.processFor(consent, request);
          });
        }
        throw new TimeoutError(exchange, 30, 'maybe');
      }
      case 'crashBefore':
        return this.crash();
      case 'crashAfter':
        this.process(request);
        return this.crash();
      case 'unauthorizedBefore':
        return reply(401, envelope('unauthorized', 401));
      case 'unauthorizedAfter':
        this.process(request);
        return reply(401, envelope('unauthorized', 401));
      case 'refused':
        return reply(400, envelope('parameter_validation_failed', 400));
      case 'unavailableBefore':
        return reply(503, html);
      case 'unavailableAfter':
        this.process(request);
        return reply(503, html);
      case 'html':
        return reply(200, html);
      case 'htmlAfter':
        this.process(request);
        return reply(200, html);
      case 'noOrderNumber': {
        const { status, text } = this.process(request);
        return reply(status, text.replace(/"orderNo":"[^"]*",?/, ''));
      }
    }
  }

  private crash(): Promise<Reply> {
    this.onCrash();
    return new Promise(() => undefined);
  }

  private process(request: HttpRequest): Reply {
    return this.processFor(this.consent, request);
  }

  private processFor(consent: Consent | undefined, request: HttpRequest): Reply {
    const { method, path, query = {}, body, authorization } = request;
    if ('sort' in query && path === pagePath && this.sort === 'refused') {
      return reply(400, envelope('sort_not_supported', 400));
    }
    const asked = Object.entries(query).filter(([name]) => this.sort === 'heeded' || name !== 'sort');
    const before = this.portal.orders.length;
    const answer = this.portal.process({
      method,
      path,
      query: asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&'),
      headers: {
        'user-agent': 'OpenAPI',
        ...(authorization === undefined ? {} : { authorization }),
        ...(body ? { 'content-type': body.type } : {}),
      },
      body: inPortalsSpelling(body?.text ?? ''),
    });
    consent?.orders.push(...this.portal.orders.slice(before).map(({ orderNo }) => orderNo));
    return { ...reply(answer.status, answer.body), date: Math.floor(this.portalNow() / 1000) * 1000 };
  }
}

/** The portal does not mind in which case a serial number is typed. */
export function inPortalsSpelling(body: string): string {
  return body.replace(
    /"productNo":"([^"]*)"/,
    (_field, productNo: string) => `"productNo":"${productNo.trim().toUpperCase()}"`,
  );
}

function reply(status: number, text: string): Reply {
  return { status, location: '', retryAfter: 0, text };
}

function envelope(code: string, status: number): string {
  return JSON.stringify({ code, detailMessage: code, requestId: '5c1e', result: null, status });
}
