import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Info } from '../src/api/types';
import { languages } from '../src/i18n/catalog';
import {
  emptyAccount,
  missingIn,
  sourceOf,
  targetOf,
  withProposal,
  withSecurity,
} from '../src/migration/account/account_form';
import { prefilled } from '../src/migration/account/prefilled';
import { bytesOfMegabytes, pairsOf } from '../src/migration/options';
import { allHold, passwordRules } from '../src/pages/door/new_password';
import { oneTimeToken, withoutToken } from '../src/pages/door/one_time_token';
import { settingGroups } from '../src/pages/settings/setting_fields';
import { plotOf } from '../src/pages/overview/plot';

const info = {
  own_server: { name: 'Own', host: 'mail.own.example', needs_password: false },
} as Info;

describe('an account form', () => {
  const filled = {
    ...emptyAccount('imap'),
    email: ' a@b.example ',
    password: 'p',
    host: 'imap.b.example',
  };

  it('uses the address as user name unless another is typed', () => {
    expect(sourceOf(filled)).toMatchObject({
      email: 'a@b.example',
      user: 'a@b.example',
      port: 993,
    });
    expect(sourceOf({ ...filled, user: 'a' }).user).toBe('a');
  });

  it('sends no password to the operator’s own server with its stored credential', () => {
    const target = targetOf({ ...filled, type: 'own' }, info);
    expect(target).toMatchObject({ kind: 'own', host: 'mail.own.example' });
    expect(target).not.toHaveProperty('password');
    expect(missingIn({ ...emptyAccount('own'), email: 'a@b.example' }, info)).toEqual({});
  });

  it('names what is missing or wrong', () => {
    expect(missingIn(emptyAccount('imap'), info)).toEqual({
      email: 'account.missing',
      password: 'account.missing',
      host: 'account.missing',
    });
    expect(missingIn({ ...filled, port: '99999' }, info)).toEqual({ port: 'account.bad_port' });
  });

  it('takes a proposal, but never over a server typed by hand', () => {
    const proposal = { host: 'x.example', port: 143, security: 'starttls', origin: 'srv' } as const;
    expect(withProposal(filled, proposal)).toMatchObject({ host: 'x.example', port: '143' });
    const typed = { ...filled, serverTyped: true };
    expect(withProposal(typed, proposal)).toBe(typed);
  });

  it('changes the usual port with the encryption, a special one not', () => {
    expect(withSecurity(filled, 'starttls').port).toBe('143');
    expect(withSecurity({ ...filled, port: '1993' }, 'starttls').port).toBe('1993');
  });
});

describe('options', () => {
  it('read folder pairs and sizes as they are typed', () => {
    expect(pairsOf('Gesendet = Sent\n\nno pair\n = x')).toEqual([{ from: 'Gesendet', to: 'Sent' }]);
    expect(bytesOfMegabytes('50')).toBe(52428800);
    expect(bytesOfMegabytes('')).toBeNull();
  });
});

describe('a new password', () => {
  it('has to be long, repeated and neither name nor address', () => {
    const rules = (password: string, again = password) =>
      passwordRules(password, again, 'jana.keller@nordlicht.example', 'Jana Keller');
    expect(allHold(rules('correct-horse-battery'))).toBe(true);
    expect(rules('short').long).toBe(false);
    expect(rules('my-keller-password').notYourself).toBe(false);
    expect(rules('correct-horse-battery', 'other').repeated).toBe(false);
  });

  it('comes with a token behind the #', () => {
    expect(oneTimeToken('#token=abc-_1')).toBe('abc-_1');
    expect(oneTimeToken('')).toBeNull();
  });
});

describe('the plot', () => {
  it('stays inside its box and marks throttled spans', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
    const drawn = plotOf({
      step_seconds: 60,
      points: [0, 1, 2].map((minute) => ({
        at: at(minute),
        messages_per_second: minute * 20,
        bytes_per_second: 0,
      })),
      throttled: [{ from: at(-10), to: at(1), host: 'x' }],
    });
    expect(drawn.curve).toBe('44,180 378,126.7 712,73.3');
    expect(drawn.rows.map(({ value }) => value)).toEqual([0, 20, 40, 60]);
    expect(drawn.bands).toEqual([{ from: 44, to: 378, host: 'x' }]);
  });
});

describe('a link that fills the form', () => {
  const hash = '#token=t&source.email=a%2Bb%40old.example&source.host=127.0.0.1&source.port=1143';

  it('fills the side that it names, and no proposal replaces that', () => {
    const form = prefilled(`${hash}&source.security=none`, 'source', emptyAccount('imap'));
    expect(form).toMatchObject({ email: 'a+b@old.example', port: '1143', security: 'none' });
    expect(form.serverTyped).toBe(true);
    expect(prefilled(hash, 'target', emptyAccount('own'))).toEqual(emptyAccount('own'));
    expect(prefilled('#target.host=h', 'target', emptyAccount('own')).type).toBe('other');
    expect(prefilled('#source.security=magic', 'source', emptyAccount('imap')).security).toBe(
      'tls',
    );
  });

  it('leads on to the form when its token is used', () => {
    expect(oneTimeToken(hash)).toBe('t');
    expect(withoutToken('/new', hash)).toBe(`/new${hash.replace('token=t&', '')}`);
    expect(withoutToken('/first-visit', '#token=t')).toBe('/');
  });
});

describe('the form of settings', () => {
  const header = readFileSync('../src/service/settings.hpp', 'utf8');
  const known = [...header.matchAll(/visit\("(\w+)"|SettingSecret\{"(\w+)"/g)].map(
    ([, value, secret]) => value ?? secret,
  );

  it('has every setting of the service, with words in every language', () => {
    const names = settingGroups.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect([...names].sort()).toEqual([...known].sort());
    for (const { messages } of languages) {
      expect(names.filter((name) => !(`setting.${name}` in messages))).toEqual([]);
    }
  });
});
