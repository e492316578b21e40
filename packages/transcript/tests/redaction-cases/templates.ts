import type { RedactionKind } from '@callscript/contracts';

/**
 * How secrets come up in calls: "A:" the agent, "C:" the customer, "#" the secret, "|" the next turn. `development` was
 * looked at while the rules were written, `heldOut` was not.
 */
export interface Templates {
  readonly development: readonly [string, ...string[]];
  readonly heldOut: readonly [string, ...string[]];
}

type SecretKind = Exclude<RedactionKind, 'digits'>;

export const templates: Readonly<Record<SecretKind, Templates>> = {
  card_number: {
    development: [
      'A: can i have your card number please|C: sure it is #|A: thank you',
      'A: what is the sixteen digit number on the front|C: #',
      'A: how would you like to pay|C: with my visa # okay|A: great',
      'C: i want to use a different card|A: no problem go ahead|C: # got that|A: yes',
      'A: please read me the long number on the front of the card|C: one second let me find it|A: take your time|C: okay #',
      'C: my debit card number is #',
      'C: # that is my credit card|A: thanks',
      'A: and the card you want to put on file|C: yeah it is a mastercard #',
    ],
    heldOut: [
      'A: go ahead with the card whenever you are ready|C: alright so #|A: perfect',
      'A: which card did you want charged for the order|C: the amex # please',
      'C: i need to update my payment method the new card is #|A: let me enter that',
      'A: we take visa and discover|C: here it is #|A: and is that a business one',
      'C: could you check if this card went through #',
      'A: for the deposit i will need a credit or debit card|C: hold on my wife has it|A: sure|C: okay are you ready #',
      'C: card number #|A: and the name on it',
      'A: sir please tell your card number|C: haan note down #',
    ],
  },
  card_security_code: {
    development: [
      'A: and the three digits on the back|C: #',
      'A: what is the cvv|C: it is #',
      'A: and the security code|C: the code is #',
      'C: cvv is #',
    ],
    heldOut: [
      'A: and then i just need the c v v from the card|C: let me turn it over # |A: thanks',
      'A: could you read the code on the back of the card|C: yeah that is #',
      'C: and the security code on it is #',
      'A: what about the cvc number|C: um # i think',
    ],
  },
  ssn: {
    development: [
      'A: can you verify your social security number|C: yes #|A: thank you',
      'C: my social is #',
      'A: i need your full social|C: okay it is #',
      'A: what is your ssn|C: #',
      'C: # is my social security number',
    ],
    heldOut: [
      'A: for the credit check we ask for the social|C: do you really need that|A: yes it is required by the lender|C: fine #',
      'A: and your social security please|C: sure thing #',
      'C: you want my social right it is #|A: got it',
      'A: let us start with the tax id or social|C: social is fine #',
      'A: could i get your date of birth and your social|C: the social is #',
    ],
  },
  aadhaar: {
    development: [
      'A: sir please tell me your aadhaar number|C: yes #|A: thank you sir',
      'C: my aadhar card number is #',
      'A: aadhaar number please|C: #',
      'C: # this is my aadhaar number',
    ],
    heldOut: [
      'A: for kyc i need your aadhaar|C: haan ji ek minute|A: ji sir|C: #',
      'C: aadhaar card ka number hai #',
      "A: please read the twelve digits on your aadhar card ma'am|C: okay so #",
      'A: is your mobile linked to aadhaar|C: yes the aadhaar number is #|A: noted',
    ],
  },
  pan: {
    development: [
      'A: may i have your pan card number|C: yes #',
      'C: my pan is #',
      'A: pan number please sir|C: # |A: thank you',
    ],
    heldOut: [
      'A: for the loan we need pan|C: okay note it down #|A: let me repeat',
      'C: the pan card number # is mine',
      'A: kindly share your permanent account number|C: sure #',
    ],
  },
  bank_account: {
    development: [
      'A: what is your bank account number|C: it is #',
      'C: my checking account number is #',
      'A: and the account number on the bottom of the check|C: #',
    ],
    heldOut: [
      'A: for autopay i need the routing and the account number|C: account number is #',
      'C: please debit my savings account number #',
      'A: tell me your bank account for the refund|C: yes #|A: okay',
    ],
  },
  email: {
    development: [
      'A: what is your email address|C: it is #',
      'C: my email is #',
      'A: where should i send it|C: # please',
    ],
    heldOut: [
      'A: can i get a good email for you|C: sure #|A: thanks',
      'C: send the quote to # okay',
      'A: and your mail id sir|C: #',
    ],
  },
  phone: {
    development: [
      'A: what is your phone number|C: #',
      'C: please call me back at #',
      'C: my number is # thanks',
      'A: is # the best number to reach you|C: yes',
    ],
    heldOut: [
      'A: and a good callback number|C: it is #',
      'C: you can reach me on # after five',
      'A: confirm your mobile number sir|C: #|A: okay',
      'C: just text me at # whenever',
    ],
  },
  date_of_birth: {
    development: [
      'A: what is your date of birth|C: #|A: thank you',
      'C: my date of birth is #',
      'C: i was born on #',
      'A: and your birthday|C: #',
    ],
    heldOut: [
      'A: please verify your name and date of birth|C: daniel moore #|A: perfect',
      'A: and dob|C: yeah #',
      'C: he was born # in ohio',
      'A: can i have the birth date for the patient|C: sure that would be #',
    ],
  },
};

/** What is said around a secret and is none. */
export const surroundings = {
  before: [
    'A: thank you for calling how can i help you today|C: i have a question about my bill',
    'A: this call may be recorded|C: that is fine',
    'C: hi i am calling about order number one two three four five six|A: let me look that up',
    'A: your balance is four hundred and twenty dollars|C: okay',
    'A: the appointment is on march third at two thirty p m|C: good',
    'A: your zip code please|C: seven five zero zero one',
  ],
  after: [
    'A: anything else|C: no that is all',
    'A: your confirmation number is eight eight two one four five|C: thank you',
    'A: it comes to sixty five dollars and ninety nine cents|C: sounds good',
    'A: you will get it in five to seven business days|C: great thanks',
    'A: the plan renews in twenty twenty seven|C: alright',
  ],
} as const;
