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

const least: NewUserValues = {
  ...emptyUserValues,
  ...{ yeastarId: 'amina@example.test', company: 'Example Clinics', country: 'Kenya', firstName: 'Amina' },
};

describe('the body that creates a user', () => {
  it('has every key of the guide, in its order', () => {
    const values: NewUserValues = {
      ...least,
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

  it('leaves out what is empty or blank', () => {
    assert.equal(
      userBody({ ...least, city: '  ' }),
      '{"userType":"Customer","yeastarId":"amina@example.test","company":"Example Clinics","country":"Kenya","firstName":"Amina"}',
    );
  });

  it('has what was typed without the blanks around it, and nothing that could be smuggled in', () => {
    const body = userBody({
      ...least,
      yeastarId: ' amina@example.test ',
      remark: '","userType":"Admin","x":"',
    });
    const { userType, yeastarId, remark } = JSON.parse(body) as Record<string, unknown>;
    assert.deepEqual(
      [userType, yeastarId, remark],
      ['Customer', 'amina@example.test', '","userType":"Admin","x":"'],
    );
  });

  it('says whether an activation e-mail is to be sent only where that was decided', () => {
    assert.match(
      userBody({ ...least, sendUserActivationEmail: false }),
      /,"sendUserActivationEmail":false}$/,
    );
    assert.doesNotMatch(userBody(least), /sendUserActivationEmail/);
  });

  it('tells whose it is', () => {
    assert.equal(yeastarIdOf(userBody(least)), 'amina@example.test');
  });

  it('is not made of values with something wrong', () => {
    assert.throws(() => userBody(emptyUserValues), { name: '$ZodError' });
    assert.throws(() => userBody({ ...least, taxType: 'VAT' }), { name: '$ZodError' });
  });
});

describe('the values of a new user', () => {
  it('have nothing wrong with them where all that is required is there', () => {
    assert.deepEqual(userProblems(least), {});
  });

  for (const name of ['yeastarId', 'company', 'country'] as const) {
    it(`need ${name}`, () => {
      assert.deepEqual(userProblems({ ...least, [name]: ' ' }), { [name]: 'missing' });
    });
  }

  it('need a first or a last name, and either will do', () => {
    assert.deepEqual(userProblems({ ...least, firstName: '' }), { firstName: 'noName' });
    assert.deepEqual(userProblems({ ...least, firstName: '', lastName: 'Otieno' }), {});
  });

  it('have all their problems told at once, one for each field', () => {
    assert.deepEqual(userProblems(emptyUserValues), {
      ...{ yeastarId: 'missing', company: 'missing', country: 'missing' },
      firstName: 'noName',
    });
  });

  for (const yeastarId of ['amina', 'amina@', '@example.test', 'amina @example.test', 'a@b@c']) {
    it(`need an e-mail address for a Yeastar ID, which "${yeastarId}" is not`, () => {
      assert.deepEqual(userProblems({ ...least, yeastarId }), { yeastarId: 'notAnAddress' });
    });
  }

  it('take the tax types of the guide and no other', () => {
    for (const taxType of ['', ...taxTypes]) {
      assert.deepEqual(userProblems({ ...least, taxType }), {}, taxType);
    }
    assert.deepEqual(userProblems({ ...least, taxType: 'vat_number' }), { taxType: 'notOffered' });
  });

  it('take no line breaks or other control characters anywhere', () => {
    for (const name of userFields.filter((field): field is UserField => field !== 'taxType')) {
      assert.deepEqual(
        userProblems({ ...least, [name]: 'a@b\u0000c' }),
        { [name]: 'controlCharacters' },
        name,
      );
      assert.deepEqual(userProblems({ ...least, [name]: 'a@b\nc' }), { [name]: 'controlCharacters' }, name);
    }
  });

  it('take no character that nobody sees, but for what words are written with in a name', () => {
    for (const yeastarId of ['a\u200d@example.com', 'ada\ufe0f@example.com', 'a\u034f@b', 'a@b\u{1d159}']) {
      assert.deepEqual(userProblems({ ...least, yeastarId }), { yeastarId: 'controlCharacters' });
    }
    assert.deepEqual(userProblems({ ...least, company: 'می\u200cخواهم', lastName: 'क्\u200dष' }), {});
    for (const company of ['A\u200dB', 'A  B', 'A\u00a0B', 'A\u2800B', '\u200d']) {
      assert.deepEqual(userProblems({ ...least, company }), { company: 'controlCharacters' });
    }
  });
});
