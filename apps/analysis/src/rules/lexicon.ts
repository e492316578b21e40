/** Phrases that several patterns share, by name. */
export const lexicon: ReadonlyMap<string, string> = new Map(
  Object.entries({
    will: 'will|shall|am going to|are going to|is going to',
    surely:
      'definitely|absolutely|certainly|surely|automatically|for sure|for certain|[a|one] hundred percent|always|no doubt|without (a doubt|question|fail)',
    wholly:
      'completely|totally|absolutely|entirely|fully|truly|really|always|basically|literally|[a|one] hundred percent',
    pledge: 'guarante*|promise|promised|promising|swear',
    everyone: 'everyone|everybody|anyone|anybody|all (people|customers|applicants|callers|seniors|families)',
    government:
      'government|medicare|medicaid|social security [administration|office|department]|irs|internal revenue [service]|' +
      'health and human services|department of (health|insurance|labor|justice|treasury|energy|education)|' +
      'federal trade commission|white house|health care dot gov|medicare dot gov',
    /** Names of private plans and firms that begin with the name of a public programme. */
    privatePlan:
      'advantage|supplement*|solutions|advisors|advisers|helpline|quote*|plan|plans|insurance|agency|options|experts|partners|brokers|health plan*|prescription|coverage',
    buy: 'enroll|sign up|sign !(in|out|off|on|into)|decide|act|buy|commit|apply|order|agree|make ~1 decision|lock ~1 in|move forward',
    now: 'today|tonight|now|right now|immediately|right away|this (minute|second|instant|call)|on the (call|phone)|before (we|you|i) (hang up|get off|end)',
    relative:
      'husband|wife|spouse|son|daughter|mother|father|mom|dad|brother|sister|parents|family|uncle|aunt|grandson|' +
      'roommate|neighbor|neighbors|neighbour|boss|employer|supervisor|manager|coworker|coworkers|girlfriend|boyfriend|fiance|partner',
    debt: 'debt|debts|owe|owes|owed|past due|overdue|delinquent|balance|collection|collections|unpaid',
    money: 'dollars|bucks|cents|rupees|lakh|euros|pounds|percent',
    day: 'today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|this week|next week|next month|this month',
    month: 'january|february|march|april|june|july|august|september|october|november|december',
  }),
);
