import { resolve } from 'node:path';
import { z } from 'zod';

/** Everything that can be set from outside. Nothing must be: a fresh clone starts without any of it. */
const settings = {
  port: setting('PORT', 'The port on which the server listens; 0 takes any free one.', '4000', whole(0, 65_535)),
  host: setting(
    'HOST',
    'The address on which the server listens; 0.0.0.0 opens it to the network.',
    '127.0.0.1',
    z.string().regex(/^[\w.:-]+$/, 'an address such as 127.0.0.1'),
  ),
  dataFolder: setting(
    'DATA_FOLDER',
    'The folder of the embedded database and of uploaded files.',
    './data',
    z.string().transform((folder) => resolve(folder)),
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'A PostgreSQL server to use in place of the embedded database.',
    undefined,
    z.string().regex(/^postgres(ql)?:\/\/./, 'an address such as postgres://user@host/database'),
  ),
  poolSize: setting(
    'DATABASE_CONNECTIONS',
    'How many connections to PostgreSQL are kept at most; an import takes two.',
    '10',
    whole(4, 500),
  ),
  baseAddress: setting(
    'BASE_ADDRESS',
    'The address under which people open Perennial; links in mails begin with it.',
    undefined,
    z.string().transform(origin).pipe(z.string('an address such as https://crm.example.com')),
  ),
  smtpUrl: setting(
    'SMTP_URL',
    'The server that takes outgoing mail, such as smtp://user:password@mail.example.com:587 or smtps://…; without one, mails wait.',
    undefined,
    z
      .string()
      .refine(
        (url) => URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol) && new URL(url).hostname !== '',
        'an address such as smtp://user:password@mail.example.com:587',
      ),
  ),
  mailFrom: setting(
    'MAIL_FROM',
    'The address that mails come from, such as "Elmreath Water <crm@example.com>".',
    undefined,
    z
      .string()
      .transform(mailbox)
      .pipe(z.object({ address: z.string(), name: z.string().nullable() }, 'an address such as crm@example.com')),
  ),
  behindProxy: setting(
    'BEHIND_PROXY',
    'true when a proxy of yours stands in front and sets X-Forwarded-For; otherwise that header is not believed.',
    'false',
    z.enum(['true', 'false'], 'true or false').transform((value) => value === 'true'),
  ),
  address: setting(
    'PERENNIAL_ADDRESS',
    'For the command line: the server to talk to, when it is not the one on this data folder.',
    undefined,
    z.string().transform(origin).pipe(z.string('an address such as https://crm.example.com')),
  ),
  token: setting(
    'PERENNIAL_TOKEN',
    'For the command line: the API token to talk with.',
    undefined,
    z.string().min(20, 'an API token, made in settings'),
  ),
  logLevel: setting(
    'LOG_LEVEL',
    'How much is logged.',
    'info',
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'fatal, error, warn, info, debug, trace or silent',
    ),
  ),
};

/** Reads the settings from the environment, the only place that does; an empty value counts as not set. Fails with one sentence. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env) {
  const given = <T, D extends Otherwise>({ name, otherwise, schema }: Setting<T, D>) => {
    const text = environment[name]?.trim() || otherwise;
    if (text === undefined) return undefined;
    const read = schema.safeParse(text);
    if (read.success) return read.data;
    // The address of a database or mail server holds a password.
    const shown = name === 'DATABASE_URL' || name === 'SMTP_URL' ? 'set' : `"${text.slice(0, 60)}"`;
    throw new Error(`${name} is ${shown}, but must be ${read.error.issues[0]!.message}.`);
  };
  const always = <T>(setting: Setting<T, string>): T => given(setting)!;
  return {
    port: always(settings.port),
    host: always(settings.host),
    dataFolder: always(settings.dataFolder),
    databaseUrl: given(settings.databaseUrl),
    poolSize: always(settings.poolSize),
    baseAddress: given(settings.baseAddress),
    smtpUrl: given(settings.smtpUrl),
    mailFrom: given(settings.mailFrom),
    behindProxy: always(settings.behindProxy),
    address: given(settings.address),
    token: given(settings.token),
    logLevel: always(settings.logLevel),
  };
}

/** For help texts: name, meaning and default of each setting. */
export const configHelp = Object.values(settings).map(({ name, doc, otherwise }) => ({ name, doc, otherwise }));

type Otherwise = string | undefined;
interface Setting<T, D extends Otherwise> {
  name: string;
  doc: string;
  otherwise: D;
  schema: z.ZodType<T, string>;
}

function setting<T, const D extends Otherwise>(
  name: string,
  doc: string,
  otherwise: D,
  schema: z.ZodType<T, string>,
): Setting<T, D> {
  return { name, doc, otherwise, schema };
}

function whole(least: number, most: number) {
  const message = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((n) => n >= least && n <= most, message);
}

/** Scheme, host and port of an address, or undefined when it is none. */
function origin(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

/** `Name <a@b.c>` or `a@b.c` in its parts, or undefined when it is neither. */
function mailbox(text: string): { address: string; name: string | null } | undefined {
  const match = /^(?:"?([^"<>\p{Cc}]*?)"?\s*<([^<>\s@]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))$/u.exec(text);
  return match ? { address: match[2] ?? match[3]!, name: match[1]?.trim() || null } : undefined;
}

/** The environment for a program that is started from here, with some of it said anew. */
export const environmentWith = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more });
