import assert from 'node:assert/strict';
import {
  type NewUserValues,
  type UserField,
  emptyUserValues,
  taxTypes,
  userBody,
  userFields,
  userProblems,
  yeastarIdOf,
} from '../../../src/portal/createUser';

const required: NewUserValues = {
  ...emptyUserValues,
  ...{ yeastarId: 'amina@example.test', company: 'Example Clinics', country: 'Kenya', firstName: 'Amina' },
};

describe('the body that creates a user', () => {
  it('has every key of the guide, in its order', () => {
    const values: NewUserValues = {
      ...required,
      ...{ lastName: 'Otieno', phoneNumber: '+254 20 123', stateProvince: 'Nairobi', city: 'Nairobi' },
      ...{ street: '4 Harbour Lane', zipCode: '00100', taxType: 'VAT_number', taxNum: '007', remark: 'x' },
      sendUserActivationEmail: true,
    };
    assert.equal(
      userBody(values),
      '{"userType":"Customer","yeastarId":"amina@example.test","company":"Example Clinics","country":"Kenya",' +
        '"firstName":"Amina","lastName":"Otieno","phoneNumber":"+254 20 123","stateProvince":"Nairobi","city":"Nairobi",' +
        '"street":"4 Harbour Lane","zipCode":"00100","taxType":"VAT_number","taxNum":"007","remark":"x",' +
        '"sendUserActivationEmail":true}',
    );
  });

  it('leaves out empty and blank values', () => {
    assert.equal(
      userBody({ ...required, city: '  ' }),
      '{"userType":"Customer","yeastarId":"amina@example.test","company":"Example Clinics","country":"Kenya","firstName":"Amina"}',
    );
  });

  it('contains what was typed without the spaces around it, and nothing typed can add a parameter', () => {
    const body = userBody({
      ...required,
      yeastarId: ' amina@example.test ',
      remark: '","userType":"Admin","x":"',
    });
    const { userType, yeastarId, remark } = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual(
      [userType, yeastarId, remark],
      ['Customer', 'amina@example.test', '","userType":"Admin","x":"'],
    );
  });

  it('says whether to send an activation e-mail only if that was decided', () => {
    assert.match(
      userBody({ ...required, sendUserActivationEmail: false }),
      /,"sendUserActivationEmail":false}$/,
    );
    assert.doesNotMatch(userBody(required), /sendUserActivationEmail/);
  });

  it('names its user by Yeastar ID', () => {
    assert.equal(yeastarIdOf(userBody(required)), 'amina@example.test');
  });

  it('cannot be built from invalid values', () => {
    assert.throws(() => userBody(emptyUserValues), { name: '$ZodError' });
    assert.throws(() => userBody({ ...required, taxType: 'VAT' }), { name: '$ZodError' });
  });
});

describe('the values of a new user', () => {
  it('are valid if everything required is there', () => {
    assert.deepEqual(userProblems(required), {});
  });

  for (const name of ['yeastarId', 'company', 'country'] as const) {
    it(`require ${name}`, () => {
      assert.deepEqual(userProblems({ ...required, [name]: ' ' }), { [name]: 'missing' });
    });
  }

  it('require a first or a last name, and either will do', () => {
    assert.deepEqual(userProblems({ ...required, firstName: '' }), { firstName: 'noName' });
    assert.deepEqual(userProblems({ ...required, firstName: '', lastName: 'Otieno' }), {});
  });

  it('report all their problems at once, one for each field', () => {
    assert.deepEqual(userProblems(emptyUserValues), {
      ...{ yeastarId: 'missing', company: 'missing', country: 'missing' },
      firstName: 'noName',
    });
  });

  for (const yeastarId of ['amina', 'amina@', '@example.test', 'amina @example.test', 'a@b@c']) {
    it(`require an e-mail address as Yeastar ID, which "${yeastarId}" is not`, () => {
      assert.deepEqual(userProblems({ ...required, yeastarId }), { yeastarId: 'notAnAddress' });
    });
  }

  it('accept the tax types of the guide and no others', () => {
    for (const taxType of ['', ...taxTypes]) {
      assert.deepEqual(userProblems({ ...required, taxType }), {}, taxType);
    }
    assert.deepEqual(userProblems({ ...required, taxType: 'vat_number' }), { taxType: 'notOffered' });
  });

  it('accept no line breaks or other control characters anywhere', () => {
    for (const name of userFields.filter((field): field is UserField => field !== 'taxType')) {
      assert.deepEqual(
        userProblems({ ...required, [name]: 'a@b\u0000c' }),
        { [name]: 'controlCharacters' },
        name,
      );
      assert.deepEqual(
        userProblems({ ...required, [name]: 'a@b\nc' }),
        { [name]: 'controlCharacters' },
        name,
      );
    }
  });

  it('accept no invisible characters, except those that names are written with', () => {
    for (const yeastarId of ['a\u200d@example.com', 'ada\ufe0f@example.com', 'a\u034f@b', 'a@b\u{1d159}']) {
      assert.deepEqual(userProblems({ ...required, yeastarId }), { yeastarId: 'controlCharacters' });
    }
    assert.deepEqual(userProblems({ ...required, company: 'می\u200cخواهم', lastName: 'क्\u200dष' }), {});
    for (const company of ['A\u200dB', 'A  B', 'A\u00a0B', 'A\u2800B', '\u200d']) {
      assert.deepEqual(userProblems({ ...required, company }), { company: 'controlCharacters' });
    }
  });
});
