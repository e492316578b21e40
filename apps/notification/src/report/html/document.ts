import { html, Html } from './html-tag.ts';
import { darkRules, layout, paint } from './theme.ts';

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Keeps mail programs from filling the preview line with the start of the report. */
const previewPadding = '\u034F\u00A0'.repeat(60);

/** One centred column of at most 600 px: fluid on phones, fixed by a table of its own in Outlook for Windows. */
export function renderDocument({ title, preheader, body }: { title: string; preheader: string; body: Html }): string {
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <title>${title}</title>
        <style>
          ${styleSheet()}
        </style>
      </head>
      <body
        ${paint({ ground: 'page', text: 'ink' }, `margin:0;padding:0;font-family:${font};font-size:16px;line-height:1.5`)}
      >
        <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}${previewPadding}</div>
        <table ${layout} width="100%" ${paint({ ground: 'page' })}>
          <tr>
            <td align="center" class="margin ground-page" style="padding:24px 12px">
              <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
              <div
                role="article"
                aria-roledescription="email"
                aria-label="${title}"
                lang="en"
                style="max-width:600px;margin:0 auto;text-align:left"
              >
                ${body}
              </div>
              <!--[if mso]></td></tr></table><![endif]-->
            </td>
          </tr>
        </table>
      </body>
    </html> `
    .toString()
    .replaceAll(/\n\s*/g, '\n');
}

function styleSheet(): Html {
  const { media, outlook } = darkRules();
  // Escaping would spoil it, and no text of a call is in it.
  return new Html(
    [
      ':root{color-scheme:light dark;supported-color-schemes:light dark}',
      'body{-webkit-text-size-adjust:100%;text-size-adjust:100%}',
      `@media (max-width:480px){.margin{padding:0!important}.card{border-radius:0!important}.pad{padding-left:20px!important;padding-right:20px!important}}`,
      `@media (prefers-color-scheme:dark){${media}}`,
      outlook,
    ].join('\n'),
  );
}
