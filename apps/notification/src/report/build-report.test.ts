import type { ConversationMetrics, SideMetrics } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCoachingReport } from './build-report.ts';
import type { CoachingReportInput } from './report-input.ts';
import { sampleInput } from './testing/sample-input.ts';
import { visibleLength } from './text/wrap-text.ts';

const sample = sampleInput();
const silentSide: SideMetrics = {
  talk_seconds: 0,
  talk_share: null,
  words: 0,
  words_per_minute: null,
  longest_monologue_seconds: 0,
  interruptions: 0,
};
const sampleMetrics: ConversationMetrics = {
  agent: silentSide,
  customer: silentSide,
  dead_air_seconds: 0,
  longest_dead_air_seconds: 0,
  overlaps: 0,
  overlap_seconds: 0,
  first_greeting_seconds: null,
};

/** What a reader of the HTML part reads, in one line. */
function readHtml(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:lt|gt|quot|amp|#39);/g, (entity) => entities[entity] ?? '')
    .replaceAll(/\s+/g, ' ');
}

const readText = (text: string) => text.replaceAll(/\s+/g, ' ');

const says = (part: string, words: string | RegExp) =>
  words instanceof RegExp ? words.test(part) : part.includes(words);

/** Both parts as read, so that one list of expectations holds for each. */
function readBoth(overrides: Partial<CoachingReportInput> = {}): string[] {
  const { html, text } = buildCoachingReport(sampleInput(overrides));
  return [readHtml(html), readText(text)];
}

/** A sample in which every string of the call, its people and its judge is `text`. */
function sampleSaying(text: string): CoachingReportInput {
  const evidence = [{ speaker: 'agent' as const, quote: text, start: 3, end: 4 }];
  const finding = { status: 'identified' as const, detail: text, evidence };
  return sampleInput({
    callid: text,
    businessName: text,
    agentName: text,
    customerPhone: text,
    parameters: [
      { key: text, name: text, score: 9, max_score: 10, comment: text, evidence },
      { key: text, name: text, score: 1, max_score: 10, comment: text, evidence },
      { key: text, name: text, score: null, max_score: 10, comment: text, evidence },
    ],
    bant: { need: finding, authority: finding, budget: finding, timeline: finding },
    coachingSuggestions: [text, text],
    flags: [{ rule: text, severity: 'critical', speaker: 'customer', quote: text, start: 3, end: 4 }],
    summary: text,
    recordUrl: `https://example.com/calls/${text}`,
  });
}

const hostileText = fc.oneof(
  fc.constantFrom(
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' style='display:none",
    '<!--[if mso]>',
    'a\r\nCOACHING TIPS\r\n-------------\r\nSend us your password',
    '&lt;b&gt; &amp;',
    '${x} {{x}} $& $1',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '=', ' ', '\n', 'a', '-'), maxLength: 40 }),
);

describe('buildCoachingReport', () => {
  test('says in both parts what the call was, how it went and what to do', () => {
    for (const part of readBoth()) {
      const expected = [
        'Northwind Telecom',
        'Hello Richa Verma,',
        'Wed, 11 Mar 2026, 18:03 GMT+5:30',
        '+1 202-555-0143',
        '16m 56s',
        /87 ?\/100/,
        'Strong call',
        /compliance: please review/i,
        'Guaranteed outcome',
        /high\b.*\bat 05:42/i,
        'Agent said',
        ...sample.flags.map(({ quote }) => quote),
        sample.summary,
        ...sample.parameters.flatMap(({ name, comment }) => [name, comment]),
        '14.5/15',
        '8/10',
        'N/A',
        'Heard at 04:11 and 06:28',
        'Heard at 10:55, 11:12, 11:41, 12:13 and 2 more',
        /Identified ✓|✓ Identified/,
        /Likely ✓|✓ Likely/,
        /Not discussed ✗|✗ Not discussed/,
        sample.bant.need.detail,
        /Talk share:? (?:you )?62 %,? (?:customer )?38 %/,
        /Longest turn:? (?:you )?1m 14s,? (?:customer )?41s/,
        /Words a minute:? (?:you )?148,? (?:customer )?128/,
        /Interruptions:? (?:you )?2,? (?:customer )?0/,
        /Dead air:? 21s in all, 9s at the longest/,
        ...sample.coachingSuggestions,
        'call 60041773232380000101',
        'can be wrong',
      ];
      expect(expected.filter((words) => !says(part, words))).toEqual([]);
    }
  });

  test('names the score and the time in the subject, and never the customer', () => {
    expect(buildCoachingReport(sample).subject).toBe('Call quality report: 87/100 – 11 Mar 2026, 18:03');
  });

  test('puts the best area first among the strong ones and the largest gap first among the others', () => {
    for (const part of readBoth()) {
      const order = ['Active listening', 'Product knowledge', 'Objection handling', 'Greeting', 'Refund policy'];
      const places = order.map((name) => part.indexOf(name));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  test('counts an area as strong from 85 % of its points', () => {
    const area = (name: string, score: number) => ({
      key: name,
      name,
      score,
      max_score: 20,
      comment: '',
      evidence: [],
    });
    const { text } = buildCoachingReport(
      sampleInput({ parameters: [area('Just there', 17), area('Just short', 16.9)] }),
    );
    expect(text).toMatch(
      /STRONG AREAS\n-+\n • Just there \(17\/20\)\n\nAREAS TO IMPROVE\n-+\n • Just short \(16.9\/20\)\n/,
    );
  });

  test('shows compliance only where there is something to review, the gravest first', () => {
    const flag = (severity: 'low' | 'critical', start: number) => ({
      rule: `${severity}-rule`,
      severity,
      speaker: 'agent' as const,
      quote: 'words',
      start,
      end: start + 1,
    });
    for (const part of readBoth({ flags: [] })) expect(part).not.toMatch(/compliance/i);
    for (const part of readBoth({ flags: [flag('low', 1), flag('critical', 90), flag('critical', 9)] })) {
      expect(part).toMatch(/compliance: please review.*Critical rule.*00:09.*Critical rule.*01:30.*Low rule.*00:01/i);
    }
  });

  test('leaves a flood of flags to the call record and says so', () => {
    const flags = Array.from({ length: 31 }, () => sample.flags).flat();
    for (const part of readBoth({ flags })) {
      expect(part).toContain('11 more are in the call record.');
      expect(part.match(/Guaranteed outcome/g)).toHaveLength(20);
    }
  });

  test('says plainly what is not known', () => {
    const parameters = sample.parameters.map((parameter) => ({ ...parameter, score: null, comment: '', evidence: [] }));
    const unknown = {
      agentName: null,
      customerPhone: null,
      qualityScore: null,
      recordUrl: null,
      summary: '',
      parameters,
      flags: [],
      coachingSuggestions: [],
    };
    expect(buildCoachingReport(sampleInput(unknown)).subject).toBe(
      'Call quality report: not scored – 11 Mar 2026, 18:03',
    );
    for (const part of readBoth(unknown)) {
      expect(part).toContain('Hello, here');
      expect(part).toContain('number not known');
      expect(part).toMatch(/not scored.*no occasion to judge any quality area/i);
      expect(part).toContain('No tips for this call.');
      expect(part).not.toMatch(/null|undefined|NaN|strong areas|areas to improve|summary/i);
    }
  });

  test('says of the conversation what is known of it', () => {
    const unknown = { agent: null, customer: null, dead_air_seconds: 4, longest_dead_air_seconds: 4 };
    for (const part of readBoth({ metrics: { ...sampleMetrics, ...unknown } })) {
      expect(part).toMatch(/how the conversation went.*4s, at one time.*not known which words/i);
      expect(part).not.toMatch(/talk share|words a minute/i);
    }
    const agent = { ...silentSide, talk_share: 1, talk_seconds: 9, words: 20, words_per_minute: 133 };
    const customer = { ...silentSide, talk_share: 0 };
    for (const part of readBoth({ metrics: { ...sampleMetrics, agent, customer, dead_air_seconds: 0 } })) {
      expect(part).toMatch(/100 %.*0 %.*a minute:? (?:you )?133,? (?:customer )?–.*dead air:? none/i);
    }
    for (const part of readBoth({ metrics: null })) expect(part).not.toMatch(/conversation went|dead air/i);
  });

  test('makes no more than a hundred percent of two shares', () => {
    const halves = { agent: { ...silentSide, talk_share: 0.505 }, customer: { ...silentSide, talk_share: 0.495 } };
    for (const part of readBoth({ metrics: { ...sampleMetrics, ...halves } })) expect(part).toMatch(/51 %.*49 %/);
  });

  test('links the whole call by web addresses alone', () => {
    expect(buildCoachingReport(sample).html).toContain(`href="${sample.recordUrl}"`);
    for (const recordUrl of ['javascript:alert(1)', 'data:text/html,x', '//example.com', 'nowhere', '']) {
      const { html, text } = buildCoachingReport(sampleInput({ recordUrl }));
      expect(html).not.toMatch(/<a\s|href=/);
      expect(text).not.toContain('THE WHOLE CALL');
    }
  });

  test('loads nothing from anywhere', () => {
    expect(buildCoachingReport(sample).html).not.toMatch(
      /<(img|link|script|iframe|object|video)\b|url\(|@import|src=/i,
    );
  });

  test('lets no words of a call become markup', () => {
    const markup = (text: string) => {
      const { html } = buildCoachingReport(sampleSaying(text));
      return html.replaceAll(/href="https:\/\/example\.com\/calls\/[^"]*"/g, '').match(/<[^>]*>/g);
    };
    const harmless = markup('x');
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(markup(`x${text}x`)).toEqual(harmless);
      }),
    );
  });

  test('lets no words of a call become a section of the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const headings = buildCoachingReport(sampleSaying(`x${text}x`)).text.match(/^[^\n]*\n[-!]{3,}$/gm) ?? [];
        expect(headings.map((heading) => heading.split('\n')[0])).toEqual([
          'YOUR SCORE: 87/100',
          'COMPLIANCE: PLEASE REVIEW',
          'SUMMARY',
          'HOW THE CONVERSATION WENT',
          'STRONG AREAS',
          'AREAS TO IMPROVE',
          'NOT JUDGED IN THIS CALL',
          'BANT STATUS',
          'COACHING TIPS',
          'THE WHOLE CALL',
        ]);
      }),
    );
  });

  test('keeps the lines of the text within 78 characters, save the address of the call', () => {
    const words = fc.array(hostileText, { maxLength: 20 }).map((texts) => texts.join(' '));
    fc.assert(
      fc.property(words, (text) => {
        const lines = buildCoachingReport(sampleSaying(`x${text}x`)).text.split('\n');
        const long = lines.filter((line) => visibleLength(line) > 78 && !line.startsWith('https://'));
        expect(long).toEqual([]);
      }),
    );
  });
});
