/** The same, its texts without the isolates around names and numbers: what a person reads of it. */
export function asRead<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(/[\u2066\u2068\u2069]/g, '')) as Value;
}
