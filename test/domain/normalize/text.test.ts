// E-mail addresses, domains, company names, job titles and values that stand for nothing.
import { describe, expect, it } from 'vitest';
import { normalizeCompanyName } from '#domain/normalize/company-name.ts';
import { emailKey, normalizeDomain, normalizeEmail, personalEmail } from '#domain/normalize/email.ts';
import { isPlaceholder } from '#domain/normalize/placeholder.ts';
import { foldText, normalizeJobTitle } from '#domain/normalize/text.ts';

describe('an e-mail address (R57)', () => {
  it.each([
    [' Ann.Lee@ACME.com ', 'ann.lee@acme.com'],
    ['Ann Lee <Ann.Lee@Acme.com>', 'ann.lee@acme.com'],
    ['mailto:ann@acme.fr', 'ann@acme.fr'],
    ['ann+news@acme.fr', 'ann+news@acme.fr'],
    ['ann @acme.fr', 'ann@acme.fr'],
    ['ann@acme.fr.', 'ann@acme.fr'],
    ['Mailto:mailto:ann@acme.fr', 'ann@acme.fr'],
    ['Ann..Lee@acme.fr..', 'ann..lee@acme.fr'],
    ['X-mailto:ann@acme.fr', 'x-mailto:ann@acme.fr'],
    ['Ann <ann@acme.fr> ', 'ann@acme.fr'],
    ['Ann <ann@acme.fr> Lee', ''],
    [`${'a'.repeat(312)}@acme.fr`, `${'a'.repeat(312)}@acme.fr`],
    [`${'a'.repeat(313)}@acme.fr`, ''],
    ['ann@acme', ''],
    ['ann', ''],
    ['a@b@c.fr', ''],
    ['', ''],
  ])('“%s” is “%s”', (typed, address) => {
    expect(normalizeEmail(typed)).toBe(address);
  });

  it('is the same mailbox whatever the dots at Google, and only there', () => {
    expect(emailKey('Ann.Lee@gmail.com')).toBe(emailKey('annlee@googlemail.com'));
    expect(emailKey('ann.lee@acme.fr')).not.toBe(emailKey('annlee@acme.fr'));
    expect(emailKey('ann.lee@gmail.com', false)).not.toBe(emailKey('annlee@gmail.com', false));
    expect(emailKey('ann+a@gmail.com')).not.toBe(emailKey('ann@gmail.com'));
    expect(emailKey('Ann.M.Lee@googlemail.com')).toBe('annmlee@gmail.com');
    expect(emailKey('no address')).toBe('');
  });

  it.each([
    ['ann@gmail.com', 'true'],
    ['ann@wanadoo.fr', 'true'],
    ['ann@laposte.net', 'true'],
    ['ann@mail.yahoo.co.uk', 'true'],
    ['ann@acme.fr', 'false'],
    ['ann@free.fr.acme.com', 'false'],
    ['no address', ''],
  ])('“%s” is personal: “%s”', (address, answer) => {
    expect(personalEmail(address)).toBe(answer);
  });
});

describe('a domain', () => {
  it.each([
    ['ann@mail.acme.co.uk', 'acme.co.uk'],
    ['https://www.acme.fr/contact', 'acme.fr'],
    ['WWW.ACME.FR', 'acme.fr'],
    ['acme.asso.fr', 'acme.asso.fr'],
    ['someone.github.io', 'github.io'],
    ['acme.example', 'acme.example'],
    ['localhost', ''],
    ['192.168.0.1', ''],
    ['co.uk', ''],
    ['', ''],
    [' acme.fr ', 'acme.fr'],
    ['a@b@mail.acme.fr', 'acme.fr'],
  ])('of “%s” is “%s”', (text, domain) => {
    expect(normalizeDomain(text)).toBe(domain);
  });
});

describe('a company name', () => {
  it.each([
    ['ACME S.A.S.', 'acme'],
    ['Acmé SAS', 'acme'],
    ['SARL Martin & Fils', 'martin fils'],
    ['S.A.R.L. Martin et Fils', 'martin et fils'],
    ['Müller GmbH & Co. KG', 'muller'],
    ['Acme, Inc.', 'acme'],
    ['Acme Ltd', 'acme'],
    ['ACME LIMITED', 'acme'],
    ['Dupont et Cie', 'dupont'],
    ['Société Générale', 'societe generale'],
    ['Rossi S.p.A.', 'rossi'],
    ['Co-Working Paris', 'co working paris'],
    ['SA', 'sa'],
    ['3M', '3m'],
    ['S.A.', 's a'],
    ['SARL SA', 'sarl sa'],
    ['S.A. Dupont S.A.S.', 'dupont'],
    ['SAS SARL Dupont', 'dupont'],
    ['Sp. z o.o. Kowalski', 'kowalski'],
    ['GmbH Kowalski', 'gmbh kowalski'],
    ['A SA B', 'a sa b'],
    ['-', ''],
    ['', ''],
  ])('“%s” is “%s”', (written, name) => {
    expect(normalizeCompanyName(written)).toBe(name);
  });
});

describe('a placeholder', () => {
  it.each([
    'Select',
    '- Select -',
    'N/A',
    'n.a.',
    '-',
    '--',
    '?',
    '.',
    'test',
    'TEST',
    'xxx',
    'aaaa',
    'azerty',
    'inconnu',
  ])('“%s” means missing', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each([
    'Sélectionner',
    'Non renseigné',
    'à compléter',
    'Néant',
    'Please select',
    'none',
    'unknown',
    'null',
  ])('“%s” means missing', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each(['Na', 'Testard', 'Xu', 'III', '111', '0', 'Noël', 'Selecta SA', 'Inconnu Studio'])(
    '“%s” is a value',
    (value) => {
      expect(isPlaceholder(value)).toBe(value === 'III');
    },
  );

  it('is also what the agreement adds', () => {
    expect(isPlaceholder('To be completed', ['to be completed'])).toBe(true);
    expect(isPlaceholder('To be completed')).toBe(false);
  });
});

it.each([
  ['  Société-Générale ', 'societe generale'],
  ['Acme 42', 'acme 42'],
  ['Ａcme', 'acme'],
  ['İstanbul', 'istanbul'],
  ['ﬁnance Ⅳ', 'finance iv'],
  ['(Acme)', 'acme'],
  ['日本 – 東京', '日本 東京'],
  ['&', ''],
])('folded, “%s” is “%s”', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

it('reads a job title without its case and double spaces', () => {
  expect(normalizeJobTitle('  Directrice   MARKETING ')).toBe('directrice marketing');
});
