import type { TokenPurpose } from '@satchel/db/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type AccountCare, linkPaths } from '../accounts/account-care.ts';
import { escaped } from '../mail/mail.ts';
import { password } from './body-parts.ts';
import { problems } from './problem.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export interface AccountPagesOptions {
  readonly care: AccountCare;
  readonly mayTry: SignInLimits;
  /** Where people reach this server. */
  readonly publicUrl: () => string;
}

const asked = z.object({ token: z.string().min(1).max(200).default('') });
const given = z.object({ token: z.string().min(1).max(200), password: z.string().default('') });

interface Page {
  readonly title: string;
  /** What is to be pressed. */
  readonly button: string;
  readonly hasPassword?: boolean;
  readonly done: string;
  /** Null: it worked; else a sentence that says why not. */
  readonly act: (token: string, password: string) => Promise<string | null>;
}

/**
 * Where the links of mails lead: pages without scripts. A link alone does nothing, since mail programs follow links to
 * look at them; the button does.
 */
export function accountPages(app: FastifyInstance, { care, mayTry, publicUrl }: AccountPagesOptions): void {
  const pages: Readonly<Record<TokenPurpose, Page>> = {
    verify: {
      title: 'Confirm your e-mail address',
      button: 'Confirm',
      done: 'Your address is confirmed.',
      act: async (token) => ((await care.verify(token)).ok ? null : problems.linkUnknown.message),
    },
    reset: {
      title: 'Choose a new password',
      button: 'Set the password',
      hasPassword: true,
      done: 'Your password is set. Sign in with it.',
      async act(token, text) {
        const chosen = password.safeParse(text);
        if (!chosen.success) return chosen.error.issues[0]?.message ?? 'Choose another password.';
        return (await care.resetPassword(token, chosen.data)).ok ? null : problems.linkUnknown.message;
      },
    },
    address: {
      title: 'Use this e-mail address',
      button: 'Use it',
      done: 'This is the e-mail address of your account from now on.',
      async act(token) {
        const changed = await care.changeAddress(token);
        if (changed.ok) return null;
        return changed.error === 'taken' ? problems.emailTaken.message : problems.linkUnknown.message;
      },
    },
  };

  app.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 4096 },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(body.toString()))),
    );
    for (const purpose of ['verify', 'reset', 'address'] as const) {
      const page = pages[purpose];
      scope.get(linkPaths[purpose], async (request, reply) => {
        const { token } = asked.parse(request.query);
        const isOpen = await care.isOpen(token, purpose);
        return await show(reply, isOpen ? 200 : 404, page.title, isOpen ? formOf(page, token) : lost);
      });
      scope.post(linkPaths[purpose], async (request, reply) => {
        const { token, password: text } = given.parse(request.body);
        if (!(await mayTry(request, reply, `link ${token.slice(0, 8)}`))) return reply;
        const problem = await page.act(token, text);
        if (problem === null) return await show(reply, 200, page.title, `<p>${escaped(page.done)}</p>`);
        const again = (await care.isOpen(token, purpose)) ? formOf(page, token) : '';
        return await show(reply, 400, page.title, `<p role="alert">${escaped(problem)}</p>${again}`);
      });
    }
    scope.get(linkPaths.join, async (request, reply) => {
      const { token } = asked.parse(request.query);
      const link = `satchel://join?server=${encodeURIComponent(publicUrl())}&token=${encodeURIComponent(token)}`;
      const body = `<p>Open the invitation in Satchel on this computer.</p>
<p><a class="button" href="${escaped(link)}">Open Satchel</a></p>
<p>Or paste this into Satchel, under “Join a workspace”:</p><p><code>${escaped(token)}</code></p>`;
      return await show(reply, 200, 'Join a workspace', body);
    });
    done();
  });
}

const lost = `<p role="alert">${escaped(problems.linkUnknown.message)}</p>`;

const formOf = ({ button, hasPassword }: Page, token: string): string => `<form method="post">
<input type="hidden" name="token" value="${escaped(token)}">
${hasPassword ? '<label>New password <input type="password" name="password" minlength="10" maxlength="200" autocomplete="new-password" required autofocus></label>' : ''}
<button>${escaped(button)}</button></form>`;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1.5em;color-scheme:light dark}
h1{font-size:1.3em}label{display:block;margin:1em 0}input{font:inherit;display:block;width:100%;box-sizing:border-box;padding:.5em}
button,.button{font:inherit;padding:.5em 1.2em}code{overflow-wrap:anywhere}`;

/** The token is in its address: nobody else is told of that, and nothing else is loaded. */
const show = (reply: FastifyReply, status: number, title: string, body: string) =>
  reply
    .code(status)
    .headers({
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)} · Satchel</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>
${body}</main></body></html>`);
