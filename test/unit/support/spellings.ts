/** A way in which somebody may write a secret that they got. */
export type Spelling = readonly [what: string, spell: (secret: string) => string];

const each = (text: string, spell: (code: number) => string) =>
  text.replace(/[^]/g, (character) => spell(character.charCodeAt(0)));
const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');
const lower = (text: string) => text.replace(/%../g, (one) => one.toLowerCase());
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** Those of servers, gateways, pages and logs, and one inside another. */
export const spellings: readonly Spelling[] = [
  ['as it is', (secret) => secret],
  ['as a form has it', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
  ['in a URL', encodeURIComponent],
  ['in a URL, in small letters', (secret) => lower(encodeURIComponent(secret))],
  [
    'in a URL, twice, each in other letters',
    (secret) => lower(encodeURIComponent(encodeURIComponent(secret))),
  ],
  ['in a URL, every character', (secret) => each(secret, (code) => `%${hex(code, 2).toUpperCase()}`)],
  ['with + read as a blank', (secret) => secret.replaceAll('+', ' ')],
  ['in JSON', (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/')],
  ['in JSON, every character', (secret) => each(secret, (code) => `\\u${hex(code, 4)}`)],
  [
    'in JSON, every character, in capitals',
    (secret) => each(secret, (code) => `\\u${hex(code, 4).toUpperCase()}`),
  ],
  ['in JSON inside JSON', (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ['in HTML', (secret) => each(secret, (code) => `&#${code};`)],
  ['in base64', base64],
  ['in base64, behind one character', (secret) => base64(`a${secret}`)],
  ['in base64, behind two characters', (secret) => base64(`ab${secret}`)],
  ['in base64 within something longer', (secret) => base64(`{"authorization":"Bearer ${secret}","x":1}`)],
  ['in base64 as a password', (secret) => base64(`somebody:${secret}`)],
  ['in base64 as a user', (secret) => base64(`${secret}:pass`)],
  ['in base64 behind letters of base64', (secret) => `Basic/x${base64(`ab${secret}`)}yz`],
  ['in base64 with line breaks', (secret) => base64(`line ${secret} line`).replace(/.{9}/g, '$&\\r\\n')],
  ['in base64url', base64url],
  ['in base64url within something longer', (secret) => base64url(`?>?>${secret}~~~`)],
  ['in base64 in a URL', (secret) => lower(encodeURIComponent(base64(secret)))],
  [
    'in base64 in a URL, every character',
    (secret) => each(base64(`x${secret}`), (code) => `%${hex(code, 2)}`),
  ],
  ['in base64 in JSON', (secret) => each(base64(secret), (code) => `\\u${hex(code, 4)}`)],
  ['of a URL in base64', (secret) => base64(`client_secret=${encodeURIComponent(secret)}&a=b`)],
  ['of JSON in base64', (secret) => base64(`"${each(secret, (code) => `\\u${hex(code, 4)}`)}"`)],
  ['in base64 in base64', (secret) => base64(`a${base64(`ab${secret}`)}`)],
  ['in base64 in base64url', (secret) => base64url(base64(secret))],
  ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
  ['in hexadecimal, in capitals', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
];

/** Texts that tell a secret to whoever looks, one for each way. */
export function formsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.from('\0'.repeat(before) + secret).toString('base64');
    const core = text.slice(before === 0 ? 0 : 4, -4);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const own = spellings.filter(([what]) => !what.includes('base64')).map(([, spell]) => spell(secret));
  return [...new Set([...own, ...inBase64])].filter(({ length }) => length > 7);
}
