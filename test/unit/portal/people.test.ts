import assert from 'node:assert/strict';
import { readAreas, readPartners, readRegions } from '../../../src/portal/lookupReplies';
import { parseExact } from '../../../src/portal/exactJson';

/** The places where a list that the guide types as one object can be. */
function placesOf(record: string): string[] {
  return [`[${record}]`, record, `{"results":[${record}],"total":1}`, `{"a":{"b":[${record}]}}`];
}

describe('a subordinate user', () => {
  const user =
    '{"partnerId":3197220415588370433,"email":"wanjiru@example.test","company":null,"userType":"Enduser"}';
  for (const text of placesOf(user)) {
    it(`is read from ${text.slice(0, 12)}… with every digit of its id, and missing texts are empty`, () => {
      assert.deepEqual(readPartners(parseExact(text)), [
        {
          ...{ partnerId: '3197220415588370433', email: 'wanjiru@example.test', userType: 'Enduser' },
          ...{ company: '', firstName: '', lastName: '', phoneNumber: '', country: '', stateProvince: '' },
          ...{ city: '', street: '', zipCode: '', taxNum: '', remark: '' },
        },
      ]);
    });
  }

  it('has an id that need not be a number, and is listed once', () => {
    const text = '[{"partnerId":"P-7"},{"partnerId":"P-7","email":"x"},{"partnerId":""},{"partnerId":true}]';
    assert.deepEqual(
      readPartners(parseExact(text)).map(({ partnerId, email }) => [partnerId, email]),
      [['P-7', '']],
    );
  });

  for (const text of ['null', 'true', '[]', '{}', '""', '{"results":[],"total":0}']) {
    it(`is not found in ${text}`, () => {
      assert.deepEqual(readPartners(parseExact(text)), []);
    });
  }
});

describe('a region', () => {
  const frankfurt =
    '{"id":"101","name":"Frankfurt","region":[{"pbxSubDomain":["eu.example.test","de.example.test"],"pbxSubDomainId":"201"}]}';
  for (const text of placesOf(frankfurt)) {
    it(`is read with its sub-domains from ${text.slice(0, 12)}…`, () => {
      assert.deepEqual(readRegions(parseExact(text)), [
        {
          id: '101',
          name: 'Frankfurt',
          subDomains: [{ pbxSubDomainId: '201', names: ['eu.example.test', 'de.example.test'] }],
        },
      ]);
    });
  }

  const regionsOf = (text: string) =>
    readRegions(parseExact(text)).map(({ id, subDomains }) => [
      id,
      subDomains.map(({ pbxSubDomainId }) => pbxSubDomainId),
    ]);

  it('has the sub-domains of its own record, whatever contains them, and no others', () => {
    const text = `{"id":"page","data":[
      {"id":3197220415588370433,"domains":{"inner":[{"pbxSubDomainId":3197220415588370435}]}},
      {"id":"102","region":{"pbxSubDomainId":"202"}}]}`;
    assert.deepEqual(regionsOf(text), [
      ['3197220415588370433', ['3197220415588370435']],
      ['102', ['202']],
    ]);
  });

  it('may have no sub-domains and no name', () => {
    assert.deepEqual(readRegions(parseExact('[{"id":"103","region":[]}]')), [
      { id: '103', name: '', subDomains: [] },
    ]);
  });

  it('is listed once, and so is each of its sub-domains', () => {
    const domains = '[{"pbxSubDomainId":"201"},{"pbxSubDomainId":201}]';
    assert.deepEqual(regionsOf(`[{"id":"101","region":${domains}},{"id":101,"region":${domains}}]`), [
      ['101', ['201']],
    ]);
  });

  it('leaves out invalid names of a sub-domain', () => {
    const [region] = readRegions(
      parseExact('{"id":"1","region":[{"pbxSubDomainId":"2","pbxSubDomain":[null,"",{"a":"b"},"x.test"]}]}'),
    );
    assert.deepEqual(region?.subDomains, [{ pbxSubDomainId: '2', names: ['x.test'] }]);
  });

  it('has the name of a sub-domain that is not in a list', () => {
    const [region] = readRegions(
      parseExact('{"id":"1","region":[{"pbxSubDomainId":"2","pbxSubDomain":"x.test"}]}'),
    );
    assert.deepEqual(region?.subDomains[0]?.names, ['x.test']);
  });

  for (const text of [
    'null',
    '[]',
    '{"id":"101"}',
    '[{"id":"","region":[]}]',
    '[{"pbxSubDomainId":"201"}]',
  ]) {
    it(`is not found in ${text}`, () => {
      assert.deepEqual(readRegions(parseExact(text)), []);
    });
  }
});

describe('the countries on a page', () => {
  it('are the records with code and name, each code once, with the totals of the page', () => {
    const rows =
      '[{"code":"NG","id":24,"name":"Nigeria"},{"code":"NG","name":"Again"},{"code":"XX"},{"name":"?"}]';
    assert.deepEqual(
      readAreas(parseExact(`{"data":{"results":${rows},"total":31,"totalPage":2,"pageNo":1}}`)),
      {
        rows: [{ code: 'NG', id: '24', name: 'Nigeria' }],
        total: 31,
        totalPage: 2,
      },
    );
  });

  it('need no ids', () => {
    assert.deepEqual(readAreas(parseExact('[{"code":"NG","name":"Nigeria"}]')), {
      rows: [{ code: 'NG', id: '', name: 'Nigeria' }],
      total: undefined,
      totalPage: undefined,
    });
  });
});
