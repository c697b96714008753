import { Hono } from 'hono';
import { randomBytes } from 'node:crypto';
import { newId } from '../../platform/ids.ts';
import { Problem } from '../../platform/problem.ts';
import { boundedBody } from '../../platform/body.ts';
import { systemCall, type Serving } from '../../platform/serve.ts';
import { secretHash } from '../../platform/secret.ts';
import { writeConsent } from '../consent/consent.api.ts';
import type { ConsentChannel, Purpose } from '../consent/consent.ts';
import { readAnswers } from './answers.ts';
import { embedScript, formPage, frameScript, plainPage, say, texts } from './page.ts';
import { confirm, publicForm, receive, scopeOf, tooMany, waitingFor, type PublicForm } from './submissions.api.ts';

type Env = { Bindings: { address?: string } };

/** The pages without sign-in: forms, confirmations, and the end of letters. Their addresses hold a secret that nobody guesses. */
export function publicPages(serving: Serving): { forms: Hono<Env>; unsubscribe: Hono<Env> } {
  const { database } = serving;
  const forms = new Hono<Env>();

  forms.get('/frame.js', () => script(frameScript));

  forms.get('/confirm/:secret', async (c) => {
    const waiting = await waitingFor(database, c.req.param('secret'), serving.clock());
    if (!waiting) return page((nonce) => plainPage(texts.confirmTitle, texts.over, nonce), 410);
    return page((nonce) =>
      plainPage(texts.confirmTitle, say(texts.confirmIntro, { firm: waiting.form.firm }), nonce, {
        label: texts.confirm,
        action: c.req.path,
      }),
    );
  });
  forms.post('/confirm/:secret', async (c) => {
    const waiting = await waitingFor(database, c.req.param('secret'), serving.clock());
    const done =
      waiting &&
      (await systemCall(serving, scopeOf(waiting.form.workspaceId), (call) =>
        confirm(call, waiting.form, waiting.submissionId),
      ));
    return done
      ? page((nonce) => plainPage(waiting.form.title, `${texts.confirmed} ${waiting.form.thanks}`, nonce))
      : page((nonce) => plainPage(texts.confirmTitle, texts.over, nonce), 410);
  });

  forms.get('/:file{[\\w-]+\\.js}', async (c) => {
    const form = await publicForm(database, c.req.param('file').slice(0, -3));
    return form
      ? script(embedScript(serving.site?.address ?? new URL(c.req.url).origin, form.key, form.title))
      : gone();
  });
  forms.get('/:key', async (c) => {
    const form = await publicForm(database, c.req.param('key'));
    if (!form) return gone();
    const site = siteOf(c.req.query('site'));
    return page((nonce) => formPage(form, { id: `${newId()}${site ? ` ${site}` : ''}`, nonce }), 200, form);
  });
  forms.post('/:key', async (c) => {
    const form = await publicForm(database, c.req.param('key'));
    if (!form) return gone();
    // What other pages send in a visitor's name is not what the visitor sends.
    if (['cross-site', 'same-site'].includes(c.req.header('sec-fetch-site') ?? ''))
      return page((nonce) => plainPage(form.title, texts.gone, nonce), 403, form);
    const sent = await readForm(c.req.raw);
    const [, id, site] = /^([0-9a-f-]{36})(?: (\S+))?$/.exec(sent['_id'] ?? '') ?? [];
    const thanks = (sentence: string) => page((nonce) => plainPage(form.title, sentence, nonce), 200, form);
    // A machine fills in what nobody sees: it hears the same thanks, and nothing is kept.
    if (sent['_url']) return thanks(form.thanks);
    if (await tooMany(database, form, c.env?.address ?? '', serving.clock()))
      return page((nonce) => plainPage(form.title, texts.many, nonce), 429, form);
    const { answers, errors } = readAnswers(form.fields, sent);
    if (Object.keys(errors).length > 0)
      return page(
        (nonce) =>
          formPage(form, {
            id: sent['_id']?.slice(0, 400) ?? newId(),
            values: sent as Record<string, string>,
            errors,
            nonce,
          }),
        422,
        form,
      );
    const result = await systemCall(serving, scopeOf(form.workspaceId), (call) =>
      receive(call, form, {
        id: id ?? newId(),
        answers,
        consented: sent['_consent'] === 'yes',
        site: siteOf(site) ?? null,
      }),
    );
    return thanks(result === 'confirm' ? texts.confirmSent : form.thanks);
  });

  const unsubscribe = new Hono<Env>();
  unsubscribe.get('/:secret', async (c) => {
    const link = await linkOf(c.req.param('secret'));
    if (!link) return page((nonce) => plainPage(texts.unsubscribeTitle, texts.over, nonce), 410);
    return page((nonce) =>
      plainPage(texts.unsubscribeTitle, say(texts.unsubscribeIntro, { firm: link.firm }), nonce, {
        label: texts.unsubscribe,
        action: c.req.path,
      }),
    );
  });
  // The button of the page, and the one click of a mail program (RFC 8058), which comes from anywhere and without a cookie.
  unsubscribe.post('/:secret', async (c) => {
    const hash = secretHash(c.req.param('secret'));
    const link = await linkOf(c.req.param('secret'));
    if (!link) return page((nonce) => plainPage(texts.unsubscribeTitle, texts.over, nonce), 410);
    if (!link.usedAt) {
      await systemCall(serving, scopeOf(link.workspaceId), (call) =>
        writeConsent(call, {
          contactId: link.contactId,
          channel: link.channel,
          purpose: link.purpose,
          state: 'withdrawn',
          source: 'Unsubscribed by one click',
          evidence: link.about,
          memberId: null,
          at: call.now,
        }),
      );
      await database.asOwner((tx) =>
        tx.updateTable('unsubscribe_link').set({ used_at: serving.clock() }).where('token_hash', '=', hash).execute(),
      );
    }
    return page((nonce) => plainPage(texts.unsubscribeTitle, say(texts.unsubscribed, { firm: link.firm }), nonce));
  });

  const linkOf = (secret: string) =>
    database.asOwner(async (tx) => {
      const row = await tx
        .selectFrom('unsubscribe_link as u')
        .innerJoin('workspace as w', 'w.workspace_id', 'u.workspace_id')
        .selectAll('u')
        .select('w.name as firm')
        .where('u.token_hash', '=', secretHash(secret))
        .executeTakeFirst();
      return (
        row && {
          workspaceId: row.workspace_id,
          contactId: row.contact_id,
          channel: row.channel as ConsentChannel,
          purpose: row.purpose as Purpose,
          about: row.about,
          usedAt: row.used_at,
          firm: row.firm,
        }
      );
    });

  return { forms, unsubscribe };
}

/** What a page of the visitor's browser sends: few fields, small. */
async function readForm(request: Request): Promise<Record<string, string | undefined>> {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'not_a_form', 'Send the fields of the form.');
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(await boundedBody(request, 40_000))));
}

const siteOf = (origin: string | undefined): string | undefined =>
  origin && origin.length <= 300 && /^https?:\/\/[\w.-]+(:\d+)?$/.test(origin) ? origin : undefined;

function page(body: (nonce: string) => string, status = 200, form?: PublicForm): Response {
  const nonce = randomBytes(16).toString('base64');
  const around = form ? ["'self'", ...form.sites].join(' ') : "'none'";
  return new Response(body(nonce), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${around}`,
      // Browsers that know frame-ancestors heed it alone; who asks for a frame is named there.
      ...(form ? { 'x-frame-options': 'SAMEORIGIN', 'cross-origin-resource-policy': 'cross-origin' } : {}),
    },
  });
}

const script = (text: string) =>
  new Response(text, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
const gone = () => page((nonce) => plainPage(texts.gone, texts.gone, nonce), 404);
