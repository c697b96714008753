import { expect, it } from 'vitest';
import { configHelp, readConfig } from './config.ts';

it('starts without any setting, reachable from this machine only', () => {
  expect(readConfig({})).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: undefined, behindProxy: false });
  expect(readConfig({}).dataFolder).toBe(`${process.cwd()}/data`);
});

it('takes what is set, and an empty value as not set', () => {
  const config = readConfig({
    PORT: '8080',
    DATABASE_URL: ' postgres://a@b/c ',
    BASE_ADDRESS: 'https://crm.example.com/x/',
    LOG_LEVEL: '',
  });
  expect(config).toMatchObject({
    port: 8080,
    databaseUrl: 'postgres://a@b/c',
    baseAddress: 'https://crm.example.com',
    logLevel: 'info',
  });
});

it.each([
  ['PORT', 'many', 'PORT is "many", but must be a whole number from 0 to 65535.'],
  ['PORT', '70000', 'PORT is "70000", but must be a whole number from 0 to 65535.'],
  ['BASE_ADDRESS', 'crm', 'BASE_ADDRESS is "crm", but must be an address such as https://crm.example.com.'],
  ['BASE_ADDRESS', 'ftp://crm', 'BASE_ADDRESS is "ftp://crm", but must be an address such as https://crm.example.com.'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud", but must be fatal, error, warn, info, debug, trace or silent.'],
])('says in one sentence what is wrong with %s=%s', (name, value, sentence) => {
  expect(() => readConfig({ [name]: value })).toThrow(sentence);
});

it('never shows the password of a database', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret@host/db' })).toThrow(
    'DATABASE_URL is set, but must be an address such as postgres://user@host/database.',
  );
});

it('has a sentence for every setting', () => {
  expect(configHelp.length).toBeGreaterThan(5);
  for (const { doc } of configHelp) expect(doc).toMatch(/^\S.{10,}\.$/);
});
