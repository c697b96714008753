import type { Fault } from './answers.ts';
import type { FormField } from './form.ts';

/** The pages that strangers see: plain HTML that works without a script, in both colour schemes, and says nothing of anybody. */

export interface FormPage {
  key: string;
  title: string;
  intro: string | null;
  button: string;
  fields: readonly FormField[];
  consent: { text: string } | null;
  firm: string;
}

export const texts = {
  required: 'required',
  optional: 'optional',
  choose: 'Choose',
  leave: 'Leave this empty',
  gone: 'This form is not here any more.',
  over: 'This link was used before, or is too old.',
  many: 'That was a lot at once. Please try again in an hour.',
  wrong: 'Please look at the marked fields. Nothing was sent yet.',
  confirmTitle: 'Please confirm',
  confirmIntro: 'One click, and what you sent to {{firm}} counts.',
  confirm: 'Confirm',
  confirmSent: 'Please look into your mailbox: we have sent you a link to confirm that this was you.',
  confirmed: 'Thank you, this is confirmed.',
  unsubscribeTitle: 'No more letters',
  unsubscribeIntro: 'One click, and {{firm}} writes to you about this no more.',
  unsubscribe: 'Unsubscribe',
  unsubscribed: 'Done. You get no more of these letters from {{firm}}.',
} as const;
const faults: Record<Fault, string> = {
  missing: 'Please fill this in.',
  'too long': 'This is too long.',
  'no email': 'Please write an e-mail address such as kim@example.com.',
  'no such option': 'Please choose one of these.',
};
export const say = (text: string, values: Record<string, string>) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** A page with a form, filled with what was typed, faults beside their fields. `id` makes sending twice sending once. */
export function formPage(
  form: FormPage,
  given: {
    id: string;
    values?: Readonly<Record<string, string>>;
    errors?: Readonly<Record<string, Fault>>;
    nonce: string;
  },
): string {
  const { values = {}, errors = {} } = given;
  const wrong = Object.keys(errors).length > 0;
  return frame(
    form.title,
    given.nonce,
    `
    <h1>${escape(form.title)}</h1>
    ${form.intro ? `<p class="intro">${escape(form.intro)}</p>` : ''}
    ${wrong ? `<p role="alert" class="wrong">${texts.wrong}</p>` : ''}
    <form method="post" action="/f/${form.key}" novalidate>
      <input type="hidden" name="_id" value="${escape(given.id)}">
      ${form.fields.map((field) => fieldIn(field, values[field.key] ?? '', errors[field.key])).join('')}
      <div class="trap" aria-hidden="true"><label>${texts.leave}<input name="_url" tabindex="-1" autocomplete="off"></label></div>
      ${form.consent ? `<label class="tick"><input type="checkbox" name="_consent" value="yes"${values['_consent'] === 'yes' ? ' checked' : ''}><span>${escape(form.consent.text)}</span></label>` : ''}
      <button>${escape(form.button)}</button>
    </form>
    <p class="firm">${escape(form.firm)}</p>`,
  );
}

function fieldIn(field: FormField, value: string, fault: Fault | undefined): string {
  const id = `f-${field.key}`;
  const common = `id="${id}" name="${field.key}"${field.required ? ' required aria-required="true"' : ''}${fault ? ` aria-invalid="true" aria-describedby="${id}-why"` : ''}`;
  const why = fault ? `<p class="why" id="${id}-why">${faults[fault]}</p>` : '';
  if (field.kind === 'tick')
    return `<div><label class="tick"><input type="checkbox" value="yes" ${common}${value === 'yes' ? ' checked' : ''}><span>${escape(field.label)}</span></label>${why}</div>`;
  const label = `<label for="${id}">${escape(field.label)}${field.required ? '' : ` <small>(${texts.optional})</small>`}</label>`;
  if (field.kind === 'long text')
    return `<div>${label}<textarea rows="5" maxlength="5000" ${common}>${escape(value)}</textarea>${why}</div>`;
  if (field.kind === 'choice')
    return `<div>${label}<select ${common}><option value="">${texts.choose}</option>${(field.options ?? []).map((o) => `<option${o === value ? ' selected' : ''}>${escape(o)}</option>`).join('')}</select>${why}</div>`;
  const type = { text: 'text', email: 'email', phone: 'tel' }[field.kind];
  const complete = {
    name: 'name',
    email: 'email',
    phone: 'tel',
    title: 'organization-title',
    company: 'organization',
    website: 'url',
    city: 'address-level2',
    country: 'country-name',
    message: 'off',
    custom: 'off',
  }[field.to];
  return `<div>${label}<input type="${type}" maxlength="300" autocomplete="${complete}" value="${escape(value)}" ${common}>${why}</div>`;
}

/** A page with one sentence, and perhaps one button that posts to the address it stands at. */
export function plainPage(
  title: string,
  sentence: string,
  nonce: string,
  button?: { label: string; action: string },
): string {
  return frame(
    title,
    nonce,
    `<h1>${escape(title)}</h1><p role="status">${escape(sentence)}</p>${button ? `<form method="post" action="${escape(button.action)}"><button>${escape(button.label)}</button></form>` : ''}`,
  );
}

function frame(title: string, nonce: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${escape(title)}</title>
<style nonce="${nonce}">
  :root{--canvas:#fff;--text:#1a1c1e;--quiet:#54595e;--line:#8d9196;--accent:#4450b5;--on:#fff;--wrong:#b4420a}
  @media(prefers-color-scheme:dark){:root{--canvas:#131517;--text:#eceded;--quiet:#a9aeb3;--line:#5b6167;--accent:#98a2f5;--on:#11131f;--wrong:#f08a63}}
  *{box-sizing:border-box}body{margin:0;background:var(--canvas);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif}
  main{max-width:560px;margin:0 auto;padding:24px}h1{font-size:22px;line-height:1.25;margin:0 0 8px}.intro{color:var(--quiet);white-space:pre-line;margin:0 0 20px}
  form{display:grid;gap:16px;margin:16px 0}label{display:block;font-weight:500;margin-bottom:4px}small{color:var(--quiet);font-weight:400;font-size:13px}
  input:not([type=checkbox]),textarea,select{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--line);border-radius:6px;background:var(--canvas);color:inherit;font:inherit}
  :focus-visible{outline:2px solid var(--accent);outline-offset:2px}.tick{display:flex;gap:10px;align-items:flex-start;font-weight:400}.tick input{width:20px;height:20px;margin:1px 0 0;flex:none}
  button{min-height:44px;padding:8px 20px;border:0;border-radius:6px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;justify-self:start;cursor:pointer}
  .why,.wrong{color:var(--wrong);margin:4px 0 0}.firm{color:var(--quiet);font-size:13px}.trap{position:absolute;inset-inline-start:-9999px}
</style><script src="/f/frame.js" defer></script></head><body><main>${body}</main></body></html>`;
}

/** In the page: tells the page around it how high it is. */
export const frameScript = `const tell=()=>parent!==window&&parent.postMessage({perennialForm:location.pathname,height:document.documentElement.scrollHeight},'*');addEventListener('load',tell);new ResizeObserver(tell).observe(document.body);`;

/** In somebody else's page: puts the form where the script stands, and keeps it as high as it is. */
export const embedScript = (address: string, key: string, title: string): string =>
  `(()=>{const at=document.currentScript,form=${JSON.stringify(`${address}/f/${key}`).replaceAll('<', '\\u003c')},home=new URL(form).origin,frame=document.createElement('iframe');frame.src=form+'?site='+encodeURIComponent(location.origin);frame.title=${JSON.stringify(title).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')};frame.style.cssText='width:100%;border:0;height:480px';frame.loading='lazy';at.after(frame);addEventListener('message',e=>{if(e.origin===home&&e.source===frame.contentWindow&&e.data&&e.data.perennialForm&&e.data.height>0)frame.style.height=Math.min(e.data.height,4000)+'px'})})();`;

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
