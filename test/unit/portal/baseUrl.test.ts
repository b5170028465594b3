import assert from 'node:assert/strict';
import {
  BaseUrlError,
  isLoopback,
  loopbackPortal,
  parseBaseUrl,
  defaultPortal,
} from '../../../src/portal/baseUrl';
import { otherMachines, ownMachines } from '../support/machines';

function refusalOf(text: string): BaseUrlError {
  try {
    parseBaseUrl(text);
  } catch (error) {
    assert.ok(error instanceof BaseUrlError, String(error));
    return error;
  }
  assert.fail(`${text} was accepted`);
}

describe('the setting pbx.apiBaseUrl', () => {
  const accepted = [
    ['https://openapi.partner.yeastar.com', 'https://openapi.partner.yeastar.com'],
    ['https://openapi.partner.yeastar.com/', 'https://openapi.partner.yeastar.com'],
    ['  https://openapi.partner.yeastar.com\n', 'https://openapi.partner.yeastar.com'],
    ['\u00a0https://openapi.partner.yeastar.com\u00a0', 'https://openapi.partner.yeastar.com'],
    ['HTTPS://OpenAPI.Partner.Yeastar.com:443', 'https://openapi.partner.yeastar.com'],
    ['https://portal.example.test:8443', 'https://portal.example.test:8443'],
    ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://localhost:4010/', 'http://localhost:4010'],
  ] as const;
  for (const [text, origin] of accepted) {
    it(`accepts ${JSON.stringify(text)} as ${origin}`, () => {
      assert.equal(parseBaseUrl(text), origin);
    });
  }

  const refused = [
    ['', 'notAUrl'],
    ['   ', 'notAUrl'],
    ['openapi.partner.yeastar.com', 'notAUrl'],
    ['https://', 'notAUrl'],
    ['https://two words', 'notAUrl'],
    ['http://openapi.partner.yeastar.com', 'notHttps'],
    ['http://localhost.example.test', 'notHttps'],
    ['http://127.0.0.1.example.test', 'notHttps'],
    ['http://192.168.1.5', 'notHttps'],
    ['http://0.0.0.0:4010', 'notHttps'],
    ['ftp://openapi.partner.yeastar.com', 'notHttps'],
    ['ftp://localhost:4010', 'notHttps'],
    ['file:///etc/passwd', 'notHttps'],
    ['javascript:alert(1)', 'notHttps'],
    ['localhost:4010', 'notHttps'],
    ['https://openapi.partner.yeastar.com/v1', 'moreThanOrigin'],
    ['https://openapi.partner.yeastar.com//', 'moreThanOrigin'],
    ['https://openapi.partner.yeastar.com?region=eu', 'moreThanOrigin'],
    ['https://openapi.partner.yeastar.com/?', 'moreThanOrigin'],
    ['https://openapi.partner.yeastar.com#top', 'moreThanOrigin'],
    ['https://openapi.partner.yeastar.com@evil.example.test', 'moreThanOrigin'],
    ['https://user@openapi.partner.yeastar.com', 'moreThanOrigin'],
    ['https://@openapi.partner.yeastar.com', 'moreThanOrigin'],
  ] as const;
  const reasons = {
    notAUrl: /is not a URL/,
    notHttps: /must start with https:/,
    moreThanOrigin: /must contain only the scheme and the host/,
  };
  for (const [text, fault] of refused) {
    it(`refuses ${JSON.stringify(text)}: ${fault}`, () => {
      const error = refusalOf(text);
      assert.deepEqual([error.name, error.fault], ['BaseUrlError', fault]);
      assert.match(error.sentence(), /pbx\.apiBaseUrl .*Nothing was sent\.$/);
      assert.match(error.sentence(), reasons[fault]);
    });
  }

  const withPassword = [
    'https://ada:sesame@openapi.partner.yeastar.com',
    'https://sesame@openapi.partner.yeastar.com/v1',
    'http://ada:sesame@openapi.partner.yeastar.com',
    'https://ada:sesame@',
    'https://ada:sesame@two words',
    'https://ada:sesame@host:port',
    'ada:sesame@openapi.partner.yeastar.com',
    'ftp://ada:sesame@openapi.partner.yeastar.com',
    'custom://ada:sesame@openapi.partner.yeastar.com',
    'https:\\\\ada:sesame@openapi.partner.yeastar.com',
    'https://ada:sesame@x@openapi.partner.yeastar.com',
    'https://ada:sesame:/@openapi.partner.yeastar.com',
  ];
  for (const text of withPassword) {
    it(`never shows the password in ${text}`, () => {
      const error = refusalOf(text);
      const shown = [error.message, error.sentence(), error.stack ?? '', JSON.stringify(error)].join('\n');
      assert.doesNotMatch(shown, /sesame/);
    });
  }

  const withSecret = [
    'sesame-5f0c7a1e93b44d2a',
    'sesame:5f0c7a1e93b44d2a',
    'sesame://openapi.partner.yeastar.com',
    'https://openapi.partner.yeastar.com/sesame',
    'https://openapi.partner.yeastar.com/?access_token=sesame',
    'https://openapi.partner.yeastar.com?access_token=sesame',
    'https://openapi.partner.yeastar.com#sesame',
    'http://openapi.partner.yeastar.com/sesame',
    'https://openapi.partner.yeastar.com:sesame',
    'openapi.partner.yeastar.com/sesame',
    'file:///sesame',
    'https://two words/sesame',
  ];
  for (const text of withSecret) {
    it(`never shows what may be a secret in ${text}`, () => {
      const error = refusalOf(text);
      const shown = [error.message, error.sentence(), error.stack ?? '', JSON.stringify(error)].join('\n');
      assert.doesNotMatch(shown, /sesame/);
    });
  }

  it('is quoted with only scheme and host if it contains more', () => {
    for (const text of [
      'https://ada:sesame@portal.example.test:8443/v1',
      'https://portal.example.test:8443?a=b',
    ]) {
      assert.match(refusalOf(text).sentence(), /"https:\/\/portal\.example\.test:8443"/);
    }
    assert.match(refusalOf('http://portal.example.test/v1').sentence(), /"http:\/\/portal\.example\.test"/);
  });
});

describe('the environment variable PBX_API_BASE_URL', () => {
  const accepted = [
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    [' http://localhost:4010/ ', 'http://localhost:4010'],
    ['https://localhost', 'https://localhost'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['http://[0:0:0:0:0:0:0:1]:4010', 'http://[::1]:4010'],
    ['http://2130706433:4010', 'http://127.0.0.1:4010'],
  ] as const;
  for (const [text, origin] of accepted) {
    it(`accepts ${text} as an address of this machine`, () => {
      const portal = loopbackPortal(text, undefined);
      assert.equal(portal, origin);
      assert.ok(isLoopback(portal));
    });
  }

  for (const remoteName of otherMachines) {
    it(`is ignored in ${remoteName}, where loopback may not be the user's machine`, () => {
      for (const [text] of accepted) {
        assert.equal(loopbackPortal(text, remoteName), undefined);
      }
    });
  }

  for (const remoteName of ownMachines) {
    it(`is accepted in ${remoteName ?? 'a local window'}`, () => {
      assert.equal(loopbackPortal('http://127.0.0.1:4010', remoteName), 'http://127.0.0.1:4010');
    });
  }

  const ignored = [
    undefined,
    '',
    '127.0.0.1:4010',
    defaultPortal,
    'https://portal.example.test',
    'https://localhost.example.test',
    'https://127.0.0.1.example.test',
    'https://localhost@portal.example.test',
    'http://localhost:4010@portal.example.test',
    'http://localhost:4010/v1',
    'https://0.0.0.0',
    'https://[::]',
    'https://192.168.1.5',
    'https://[::ffff:192.168.1.5]',
    'ftp://localhost',
  ];
  for (const text of ignored) {
    it(`is ignored if it is ${String(text)}`, () => {
      assert.equal(loopbackPortal(text, undefined), undefined);
    });
  }
});
