import assert from 'node:assert/strict';
import { parseExact } from '../../../src/portal/exactJson';
import { KnownSecrets } from '../../../src/portal/secrets';

function knowing(...noted: readonly string[]): KnownSecrets {
  const known = new KnownSecrets();
  known.note(noted);
  return known;
}

describe('secrets that are numbers', () => {
  describe('are redacted after their name, whatever a program writes in between', () => {
    const id = '3048573935752720384';
    const indented = (depth: number, by: number | string) => {
      let value: unknown = { client_id: [id], client_secret: [{ value: id }] };
      for (let level = 0; level < depth; level++) {
        value = { request: value };
      }
      return JSON.stringify(value, undefined, by);
    };
    for (const [what, text] of [
      ['JSON in one line', indented(3, 0)],
      ['JSON, indented', indented(3, 4)],
      ['JSON, indented deep', indented(12, 4)],
      ['JSON, indented by tabs', indented(20, '\t')],
      ['JSON with a number, indented', indented(8, 4).replaceAll(`"${id}"`, id)],
      ['XML, indented', `<a>\n  <client_id>\n            ${id}\n  </client_id>`],
      ['XML of values', `<member><name>client_id</name>\n    <value><string>${id}</string></value>`],
      ['XML with a namespace', `<o:client_id xsi:nil="false"/><o:client_id><xs:string>${id}</xs:string>`],
      ['PHP, serialized', `a:1:{s:9:"client_id";s:19:"${id}";}`],
      ['PHP, a number', `a:1:{s:9:"client_id";i:${id};}`],
      ['PHP, dumped', `["client_id"]=>\n      string(19) "${id}"`],
      ['PHP, a number dumped', `["client_id"]=>\n  int(${id})`],
      ['Go, %#v', `url.Values{"client_id":[]string{"${id}"}}`],
      ['Go, any', `map[string]interface {}{"client_id":interface {}("${id}")}`],
      ['Go, a number', `"client_id":int64(${id})`],
      ['Rust', `Object({"client_id": String("${id}")})`],
      ['Rust, optional', `Form { client_id: Some("${id}") }`],
      ['Swift', `["client_id": Optional("${id}")]`],
      ['PowerShell, aligned', `client_id                               : ${id}`],
      ['PowerShell, a list', `client_id     : {${id}}`],
      ['Ruby', `{:client_id=>"${id}", "x"=>1}`],
      ['Java', `{client_id=[${id}], grant=x}`],
      ['a table', `| client_id | ${id} |`],
      ['a multipart form', `name="client_id"\r\n\r\n${id}\r\n`],
      ['YAML', `client_id:\n  - !!str ${id}`],
      ['INI', `client.id = ${id}`],
      ['a header', `Authorization: Bearer    ${id}`],
      ['a dump in bytes', `b'client_id': [b'${id}']`],
    ] as const) {
      it(what, () => {
        const shown = knowing(id).redact(text);
        assert.ok(!shown.includes(id), shown);
        if (what.startsWith('JSON')) {
          assert.doesNotThrow(() => parseExact(shown), shown);
        }
      });
    }

    it('but not if other words, or more characters than that, are in between', () => {
      for (const text of [
        `{"client_id":"x","productId":${id}}`,
        `the token of order ${id}`,
        `{"token":null,"id":${id}}`,
        `token${'-'.repeat(65)}${id}`,
        `tokens${id}`,
        `tokenstring${id}`,
      ]) {
        assert.equal(knowing(id).redact(text), text);
      }
    });
  });
});
