import { Hono } from 'hono';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { House } from './house.ts';
import { backup } from './platform/backup.ts';
import { newId } from './platform/ids.ts';
import { Problem } from './platform/problem.ts';
import { problemResponse } from './platform/serve.ts';
import { onThisMachine } from './workspace/cookie.ts';
import { newSecret, secretHash, tokenPrefix } from './platform/secret.ts';

/**
 * What the person who runs the machine may do while the server holds the data folder: whoever can read a file in it can
 * read the database anyway. The secret lies in that folder, readable by its owner alone, and is new at every start.
 */
export interface OperatorNote {
  address: string;
  process: number;
  secret: string;
}

const noteOf = (dataFolder: string) => join(dataFolder, 'operator.json');

/** The running server of a data folder, or null. */
export async function readOperatorNote(dataFolder: string): Promise<OperatorNote | null> {
  try {
    return JSON.parse(await readFile(noteOf(dataFolder), 'utf8')) as OperatorNote;
  } catch {
    return null;
  }
}

export interface Operator {
  app: Hono;
  /** Whether a request comes with the secret, or straight from this machine: what comes through a proxy does not. */
  admits(request: Request, address: string): boolean;
  announce(address: string): Promise<void>;
  leave(): Promise<void>;
}

export function operator(house: House, dataFolder: string): Operator {
  const secret = newSecret();
  const app = new Hono();
  const knows = (request: Request): boolean => {
    const given = Buffer.from(request.headers.get('authorization') ?? '');
    const wanted = Buffer.from(`Operator ${secret}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  app.use(async (c, next) => {
    if (!knows(c.req.raw)) throw new Problem(403, 'forbidden', 'Only the operator of this machine may do this.');
    await next();
    return undefined;
  });

  app.post('/backup', async () => {
    const folder = join(dataFolder, 'backups');
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${newId()}.tmp`);
    const summary = await backup(house.engine, file, { now: house.serving.clock() });
    const stream = createReadStream(file);
    stream.on('close', () => void rm(file, { force: true }));
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: { 'content-type': 'application/gzip', 'x-summary': JSON.stringify(summary) },
    });
  });

  const wanted = z.object({
    email: z.string().optional(),
    days: z.number().min(0.001).max(365).default(90),
    name: z.string().max(100).default('Command line'),
  });
  app.post('/token', async (c) => {
    const ask = wanted.parse(await c.req.json());
    const token = `${tokenPrefix}${newSecret()}`;
    const now = house.serving.clock();
    const made = await house.database.asOwner(async (tx) => {
      let members = tx
        .selectFrom('member')
        .select(['workspace_id', 'id', 'name', 'email'])
        .where('disabled_at', 'is', null)
        .where('login_id', 'is not', null);
      members = ask.email ? members.where('email', '=', ask.email.toLowerCase()) : members.where('role', '=', 'owner');
      const member = await members.orderBy('created_at').executeTakeFirst();
      if (!member) return null;
      await tx
        .insertInto('api_token')
        .values({
          workspace_id: member.workspace_id,
          id: newId(),
          member_id: member.id,
          name: `${ask.name} ${now.toISOString()}`,
          token_hash: secretHash(token),
          scopes: ['read', 'write'],
          created_at: now,
          expires_at: new Date(now.getTime() + ask.days * 86_400_000),
        })
        .execute();
      return member;
    });
    if (!made)
      throw new Problem(
        404,
        'no_member',
        ask.email
          ? 'There is no member with this e-mail address.'
          : 'Nobody has set this Perennial up yet. Open it in the browser, or run the demo.',
      );
    return c.json({ token, member: made.name });
  });
  app.onError((error) => {
    const problem =
      error instanceof z.ZodError || error instanceof SyntaxError
        ? new Problem(422, 'invalid_input', 'The question is not one that the operator can ask.')
        : error;
    return problemResponse(house.serving, problem, randomUUID(), 'operator');
  });

  return {
    app,
    admits: (request, address) =>
      knows(request) ||
      (/^(::ffff:)?127\.|^::1$/.test(address) &&
        passedOn.every((name) => !request.headers.has(name)) &&
        onThisMachine(request)),
    announce: async (address) => {
      await mkdir(dataFolder, { recursive: true });
      await writeFile(
        noteOf(dataFolder),
        JSON.stringify({ address, process: process.pid, secret } satisfies OperatorNote),
        { mode: 0o600 },
      );
    },
    leave: () => rm(noteOf(dataFolder), { force: true }),
  };
}

/** A proxy says with one of these for whom it asks. */
const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];
