/** A component of a calendar, with its properties by name; names without their parameters. */
export interface CalendarComponent {
  readonly name: string;
  readonly properties: Map<string, string>;
  readonly components: CalendarComponent[];
}

/**
 * Reads an iCalendar file by the rules of RFC 5545 (3.1: lines and folding; 3.3.11: escapes), without the library that
 * writes it.
 *
 * @throws Error at whatever the rules do not allow.
 */
export function readCalendar(text: string): CalendarComponent {
  if (!text.endsWith('\r\n') || /[^\r]\n|\r[^\n]/.test(text)) {
    throw new Error('a line does not end with CR LF');
  }
  const folded = text.slice(0, -2).split('\r\n');
  for (const line of folded) {
    if (Buffer.byteLength(line) > 75 || Buffer.from(line).toString() !== line) {
      throw new Error(`a line is too long, or divides a character: ${line}`);
    }
  }
  const root: CalendarComponent = { name: '', properties: new Map(), components: [] };
  const open = [root];
  for (const line of folded
    .join('\r\n')
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')) {
    const [, name = '', value] = /^([A-Z-]+)(?:;[A-Z-]+=[^:;",]+)*:(.*)$/u.exec(line) ?? [];
    const inside = open.at(-1) ?? root;
    if (value === undefined || inside.properties.has(name)) {
      throw new Error(`no property, or the second of its name: ${line}`);
    }
    if (name === 'BEGIN') {
      const component = { name: value, properties: new Map<string, string>(), components: [] };
      inside.components.push(component);
      open.push(component);
    } else if (name === 'END') {
      if (open.pop()?.name !== value) {
        throw new Error(`the end of something else: ${line}`);
      }
    } else {
      inside.properties.set(name, unescaped(value));
    }
  }
  const [calendar] = root.components;
  if (!calendar || open.length !== 1 || root.components.length !== 1) {
    throw new Error('not one calendar');
  }
  return calendar;
}

function unescaped(value: string): string {
  if (!/^(?:[^\\;,]|\\[\\;,nN])*$/u.test(value)) {
    throw new Error(`not escaped as a text: ${value}`);
  }
  return value.replaceAll(/\\([\\;,nN])/g, (_all, character: string) =>
    character.toLowerCase() === 'n' ? '\n' : character,
  );
}
