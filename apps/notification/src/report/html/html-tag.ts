/** Markup that is ready to send. The `html` tag makes it; a plain string never passes for it. */
export class Html {
  readonly #markup: string;

  /** Takes the string as it is, for markup that no stranger had a hand in. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

type Value = string | number | Html | readonly Html[];

/** Markup with every inserted string escaped, for element content and for attributes in double quotes. */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: literals }, ...values.map(toMarkup)));
}

export const nothing = html``;

function toMarkup(value: Value): string {
  if (value instanceof Html) return value.toString();
  return typeof value === 'object'
    ? value.join('')
    : String(value).replaceAll(/[&<>"']/g, (mark) => escapes[mark] ?? '');
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
