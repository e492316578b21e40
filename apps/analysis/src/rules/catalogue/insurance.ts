import type { Rule } from '../rule.ts';

/** What turns "free" into something else, or makes a price of zero depend on the person. */
const harmlessFree = [
  'free (quote|quotes|consultation|estimate|estimates|call|trial|review|inspection|information|info|time|month|help|service|checkup|preventive|screening|visit|look|line|number|market|standing|tax)',
  '(toll|tax|debt|interest|hands|hassle|stress|smoke|drug|feel|risk|cancer|symptom|are you|you are) free',
  'free to',
  '(depend*|based) on',
  '(may|might|could|some|many|possibly|potentially) ~6 (free|zero|no cost|nothing)',
  'if you ~1 (qualify|eligible)',
  'if (eligible|approved)',
  '(preventive|checkup|checkups|screening|screenings|annual|wellness|gym|deductible|copay|copays|co pay|co pays|generic)',
  '(quote|consultation|estimate|service|call|help|assistance|application|review) ~4 (free|no cost|zero cost)',
  '(after|with) [the|your] [premium] (tax credit|tax credits|subsidy|subsidies)',
  'free of (charge|cost) ~1 (quote|consultation|estimate|review|call)',
];

const whoMayBeFree =
  'this|it|that|plan|plans|coverage|insurance|policy|everything|premium|they|medications|medicine|prescriptions|drugs|doctors|visits|panels|system|installation';

export const insuranceRules: readonly Rule[] = [
  {
    kind: 'said',
    id: 'free-misstatement',
    text: 'Never call a plan or a system free when that depends on the person or is paid in another way.',
    severity: 'high',
    verticals: ['aca', 'medicare', 'solar'],
    counts: 'Calling coverage, a plan, panels or an installation free, at no cost, or zero dollars for everyone.',
    doesNotCount:
      'Free quotes and consultations; "may be zero depending on your income"; a price of zero after a credit.',
    advice: 'say what the price depends on, and quote the price of this customer',
    patterns: [
      '@wholly (free|no cost|without cost)',
      '(get|gets|getting|receive|receiving|have|got) ~4 for =free',
      `(${whoMayBeFree}) ~2 (is|are|will be|would be|comes|come) ~2 (=free|no cost|at no cost|zero cost|without cost|free of charge|free of cost)`,
      '=free [of charge|of cost] for @everyone',
      '=free (health|medical|dental|vision|insurance|coverage|plan|plans|medicare|money|groceries|health care|obamacare|benefits)',
      '(zero|no|nothing|not # dollars) ~2 (for|to) @everyone',
      '@everyone ~1 (gets|get|qualifies|is) ~3 (=free|zero|no cost)',
      '(will not|does not|do not|not going to|never) [ever] [have to] cost you ~1 (anything|dime|penny|cent|dollar|money|nothing|thing)',
      '(cost|costs) [you] [absolutely] (nothing|zero) !(to (look|see|check|talk|apply|compare|get|find|try|ask|call))',
      'you [will|would] pay [absolutely] (nothing|zero)',
      '(no|without) charge ~2 (plan|coverage|insurance|policy|panels|system)',
      'you (will not|never|do not|would not|will never) [ever] [have to|need to] pay ~2 (anything|dime|penny|cent|thing)',
      '(no|zero) cost to you',
      'the government (pays|will pay|covers|is paying|picks up) ~2 (all|everything|hundred|whole|entire|full|it)',
    ],
    alsoIn: [
      {
        verticals: ['solar'],
        patterns: [
          '=free (solar|panels|panel|system|systems|installation|roof|energy|electricity|power|battery|equipment)',
          '(panels|system|installation|solar|roof) ~2 (is|are|comes|come) ~2 =free',
          '(no|zero) cost (solar|panels|system|installation)',
          'you ~1 never (pay|have to pay|see) ~2 (electric*|power|energy|utility) bill',
          '(no more|never have|never see|eliminate*) ~3 (electric*|power|energy|utility) (bill|bills)',
          '(electric*|power|energy|utility) bill ~2 (be zero|disappear*|go away|be gone|be eliminated)',
        ],
      },
    ],
    unless: harmlessFree,
  },
  {
    kind: 'said',
    id: 'enrollment-inducement',
    text: 'Never offer money or gifts for enrolling.',
    severity: 'high',
    verticals: ['aca', 'medicare'],
    counts:
      'Gift cards, cash or goods for enrolling; cash or spending cards presented as the benefit of a health plan.',
    doesNotCount: 'Saying that there is no such card; benefits that the plan itself pays, named as such.',
    advice: 'describe what the plan covers; a plan is never sold with money or gifts',
    patterns: [
      '(gift card|gift cards|cash|free groceries|# dollar card|prepaid card|visa card|bonus) ~6 (enroll*|sign up|signing up|switch*|join*)',
      '(enroll*|sign up|signing up|switch*|join*) ~8 (gift card|gift cards|cash|prepaid card|visa card|bonus|check for)',
    ],
    alsoIn: [
      {
        verticals: ['aca'],
        patterns: [
          '(subsidy|spending|cash|stimulus|grocery|groceries|rewards|allowance|debit|flex) card',
          '(send*|mail*|give|giving|get|receive|claim*) ~3 # ~3 (dollars|dollar) ~2 (cash|card|check|in cash|a month to spend)',
        ],
      },
    ],
    unless: ['(pay|paying|card) ~3 premium', 'credit or debit', 'debit or credit'],
  },
  {
    kind: 'said',
    id: 'answers-coached',
    text: 'Never tell a customer what to answer, or to give a false income or status.',
    severity: 'high',
    verticals: ['aca', 'medicare'],
    counts: 'Telling the customer what to say to a verifier or to state an income that is not theirs.',
    doesNotCount: 'Explaining a question; asking for a yes or no.',
    advice: 'ask the question, wait for the answer, and write down what the customer says',
    patterns: [
      '(just|only|simply) (say|answer|respond|tell them|reply) ~2 =yes',
      '(say|answer) =yes to (everything|all|every|each|whatever|any)',
      '(just|simply|i will|we will|let us) (say|put|tell them|write|enter) [that] [you|your] ~1 (make|earn|income) ~4 (#|enough)',
      '(tell (them|him|her)|say|put down|i will put|we will put|we will say) ~1 you ~1 (make|earn) ~2 (#|enough|less|more|under|over)',
      '(does not|do not) matter what ~2 (make|income|earn)',
      '(make up|lie about|change|adjust) ~1 your income',
    ],
  },
];
