/** Finds the longest of many phrases at a place in a row of words, in time that does not grow with their number. */
export class PhraseTrie<Value> {
  readonly #root: Node<Value> = { next: new Map() };

  /** A phrase that is already there keeps its value. */
  add(phrase: readonly string[], value: Value): void {
    if (phrase.length === 0) return;
    let node = this.#root;
    for (const word of phrase) {
      const next = node.next.get(word) ?? { next: new Map() };
      node.next.set(word, next);
      node = next;
    }
    node.value ??= { value };
  }

  /** @param wordAt the word `offset` words on, or undefined where no phrase may go on */
  findLongest(wordAt: (offset: number) => string | undefined): { value: Value; length: number } | undefined {
    let found: { value: Value; length: number } | undefined;
    let node: Node<Value> | undefined = this.#root;
    for (let offset = 0; ; offset++) {
      const word = wordAt(offset);
      node = word === undefined ? undefined : node.next.get(word);
      if (node === undefined) return found;
      if (node.value !== undefined) found = { value: node.value.value, length: offset + 1 };
    }
  }
}

interface Node<Value> {
  readonly next: Map<string, Node<Value>>;
  value?: { readonly value: Value };
}
