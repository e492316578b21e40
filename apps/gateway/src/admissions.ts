import { bidSchema } from '@callscript/contracts';
import { findAdmission, type Admission, type Db, type SecretBox } from '@callscript/db';
import { within } from './within.ts';

export type OpenAdmission = Omit<Admission, 'sealedSecrets'> & { secrets: string[] };

interface Entry {
  admission: OpenAdmission | undefined;
  fetchedAtMs: number;
}

/** How long an answer is used before it is asked for again: the longest time a suspension takes to reach every gateway. */
const freshMs = 2_000;
/** What may be held against a sender: a secret that was issued at another gateway a moment ago must be known here too. */
export const recentMs = 100;
const maxEntries = 10_000;
/** How long a request waits for the database before it is judged by what was known, or not at all. */
const answerWithinMs = 1_000;

/**
 * Who may send calls, with opened secrets. Answers from memory while fresh, and while the database is away also from
 * older knowledge, so that signatures can still be checked.
 */
export class Admissions {
  readonly #db: Db;
  readonly #secretBox: SecretBox;
  readonly #entries = new Map<string, Entry>();
  readonly #loading = new Map<string, Promise<OpenAdmission | undefined>>();

  constructor(db: Db, secretBox: SecretBox) {
    this.#db = db;
    this.#secretBox = secretBox;
  }

  /**
   * Undefined for an unknown business. Rejects when the database is away and nothing is known.
   *
   * @param maxAgeMs how old an answer from memory may be.
   */
  async find(bid: string, maxAgeMs: number = freshMs): Promise<OpenAdmission | undefined> {
    const known = this.#entries.get(bid);
    if (known !== undefined && performance.now() - known.fetchedAtMs < maxAgeMs) return known.admission;
    if (!bidSchema.safeParse(bid).success) return undefined;
    try {
      return await within(answerWithinMs, this.#load(bid));
    } catch (error) {
      if (known === undefined) throw error;
      // Not every request has to find out anew that the database is away.
      known.fetchedAtMs = performance.now();
      return known.admission;
    }
  }

  /** Call after a change: the next call is judged by it, and a business just activated is known should the database go. */
  async refresh(bid: string): Promise<OpenAdmission | undefined> {
    // A query already under way may have been answered before the change.
    await this.#loading.get(bid)?.catch(ignore);
    this.#entries.delete(bid);
    return await within(answerWithinMs, this.#load(bid)).catch(ignore);
  }

  /** Concurrent requests of one business share one query. */
  #load(bid: string): Promise<OpenAdmission | undefined> {
    const running = this.#loading.get(bid);
    if (running !== undefined) return running;
    const loading = this.#fetch(bid).finally(() => this.#loading.delete(bid));
    this.#loading.set(bid, loading);
    return loading;
  }

  async #fetch(bid: string): Promise<OpenAdmission | undefined> {
    const found = await findAdmission(this.#db, bid);
    const admission = found === undefined ? undefined : this.#open(found);
    // Whoever was asked for longest ago makes room: a flood of invented business ids cannot grow the map, nor push out
    // businesses that send calls.
    this.#entries.delete(bid);
    if (this.#entries.size >= maxEntries) {
      for (const oldest of this.#entries.keys()) {
        this.#entries.delete(oldest);
        break;
      }
    }
    this.#entries.set(bid, { admission, fetchedAtMs: performance.now() });
    return admission;
  }

  #open({ sealedSecrets, ...admission }: Admission): OpenAdmission {
    return { ...admission, secrets: sealedSecrets.map((sealed) => this.#secretBox.open(sealed, admission.bid)) };
  }
}

function ignore(): undefined {}
