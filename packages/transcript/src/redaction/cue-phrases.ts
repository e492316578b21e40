import type { RedactionKind } from '@callscript/contracts';

/**
 * What a number is, by the words near it. Besides the kinds that are taken out there are things that are kept, and that
 * explain a number as well: without them every order number near the word "card" would be a card.
 */
export type Cue =
  | Exclude<RedactionKind, 'digits'>
  | 'card_expiry'
  /** The last digits alone, which people may keep. */
  | 'last_digits'
  /** How many digits come, or no digits at all ("one moment"): may stand within a number. */
  | 'count'
  | 'postcode'
  | 'amount'
  | 'reference'
  | 'passcode'
  | 'address'
  /** Names no number at all, though a part of it would: "social media". */
  | 'nothing';

/** Phrases by cue, separated by "|"; the longest one at a place counts. */
export const cuePhrases: Readonly<Record<Cue, string>> = {
  card_number:
    'card|cards|card number|credit card|debit card|gift card|credit card number|debit card number|visa|visa card|mastercard|' +
    'master card|amex|american express|discover card|rupay|maestro|16 digit|16 digits|16-digit|sixteen digit|sixteen digits|' +
    'fifteen digit|15 digit|long number|long number on the front|number on the front|number on the card|name on the card|' +
    'कार्ड|कार्ड नंबर|कार्ड नम्बर',
  card_security_code:
    'cvv|cvc|cvv2|cvv number|cvc number|c v v|c v c|see vv|cv v|c vv|security code|card verification|verification value|' +
    'three digits on the back|3 digits on the back|three digit code|3 digit code|3-digit code|three-digit code|four digits on the front|' +
    '4 digits on the front|three digit number|3 digit number|three digits|3 digits|number on the back|code on the back|' +
    'digits on the back|back of the card|back of your card|back of my card|signature strip|सीवीवी',
  card_expiry:
    'expiry|expiration|expiry date|expiration date|exp date|expires|expiring|expire|valid till|valid until|valid thru|' +
    'valid through|good thru|good through|exp',
  last_digits:
    'last four|last 4|last four digits|last 4 digits|last five|last 5|last six|last 6|last three|last 3|last three digits|' +
    'last 3 digits|last four of|last 4 of|ending in|ends in|ending with|ends with|ending|card ending|card ending in|card ending with|card ends in',
  count:
    'scratch that|first four|first 4|first four digits|next four|next 4|next four digits|middle four|other four|first six|first 6|first eight|' +
    'next eight|first three|first five|next five|next three|last eight|next two|first two|one more|first one|next one|four digits|4 digits|' +
    'one second|one moment|one sec|one minute|one time|one thing|one of|this one|that one|no one|which one|the one|eight digits|nine digits|nine digit|9 digit|ten digits|ten digit|10 digit|twelve digit|twelve digits|12 digit|12 digits',
  ssn:
    'social|social security|social security number|socials|your social|my social|ssn|s s n|ssns|tax id|tax payer id|taxpayer id|' +
    'taxpayer identification|i tin|itin|tax identification number|national insurance number',
  aadhaar:
    'aadhaar|aadhar|adhaar|adhar|aadhaar number|aadhar number|aadhaar card|aadhar card|adhaar card|adhar card|adhar number|' +
    'adhaar number|uidai|uid number|आधार|आधार कार्ड|आधार नंबर|आधार नम्बर',
  pan: 'pan|pan card|pan number|pan card number|p a n|permanent account number|पैन|पैन कार्ड|पैन नंबर',
  bank_account:
    'account number|bank account|bank account number|checking account|savings account|current account|account no|a/c number|' +
    'checking account number|savings account number|routing|routing number|ifsc|ifsc code|i f s c|i f s c code|iban|sort code|' +
    'swift code|bank details|demat account|खाता|खाता नंबर|अकाउंट नंबर',
  email: 'email|e-mail|email address|email id|mail id|e-mail address|e mail|gmail|ईमेल',
  phone:
    'phone|phone number|mobile|mobile number|cell|cell number|cell phone|cellphone|telephone|telephone number|landline|' +
    'callback number|call back number|contact number|call me at|call me on|call me back at|call me back on|reach me at|reach me on|' +
    'reach you at|reach you on|call you at|call you back at|call you on|whatsapp|whatsapp number|fax|fax number|my number|my number is|' +
    "my number's|number to call|best number|caller id|text me at|call us at|call us on|dial|मोबाइल|मोबाइल नंबर|फोन नंबर|फ़ोन नंबर",
  date_of_birth:
    'date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|born in|year of birth|date of your birth|birth day|' +
    'month and year of birth|janm|janam|janm tithi|जन्म|जन्म तिथि|जन्मतिथि',
  postcode: 'zip|zip code|zipcode|postal code|postcode|pincode|pin code|area code|पिनकोड',
  amount:
    'balance|amount|total|price|premium|premiums|deductible|payment|payments|pay|cost|costs|fee|charge|charged|salary|income|' +
    'budget|owe|owes|due|emi|interest|loan amount|limit|discount|mileage|miles|quantity|square|wallet|rent|deposit of|refund of',
  reference:
    'order|order number|order id|tracking|tracking number|tracking id|reference|reference number|reference id|confirmation|' +
    'confirmation number|confirmation code|ticket|ticket number|invoice|invoice number|policy|policy number|claim|claim number|' +
    'case|case number|case id|serial|serial number|model|model number|imei|imei number|booking|booking id|pnr|pnr number|member|' +
    'member id|member number|membership|membership number|customer id|customer number|employee id|badge|badge number|vin|' +
    'part number|item number|product code|sku|barcode|meter|meter number|flight|license|licence|license number|group number|' +
    'insurance card|member card|membership card|id card|sim card|business card|report card|green card|library card|' +
    "loyalty card|medicare card|medicare number|voter id|passport|passport number|driver's license|driving licence|npi|" +
    'consumer number|application number|application id|registration number|complaint number|request number|docket number|transaction id|' +
    'transaction number|utr|utr number|shipment|parcel|awb|iccid|sim number|router|mac address|upc|coupon|voucher|promo code',
  passcode:
    'otp|one time password|one-time password|pin|pin number|passcode|verification code|access code|password|ओटीपी',
  address:
    'address|street|avenue|road|apartment|suite|room|house number|flat number|extension|unit|exit|highway|route|floor',
  nothing:
    'social media|social distancing|pan india|pan-india|frying pan|on the cards|credit score|cardinal|pay attention|home phone service|phone service|phone system|phone systems|phone line|phone lines|phone call|cell tower|born and raised',
};

/** How many digits a cue explains, and how many words later they may come. */
export interface CueRule {
  readonly fits: (count: number, distance: number) => boolean;
  readonly maxWords: number;
}

const between =
  (least: number, most: number) =>
  (count: number): boolean =>
    count >= least && count <= most;

/** Upper limits leave room for what is said twice. */
export const cueRules: Readonly<Record<Cue, CueRule>> = {
  card_number: { fits: between(8, 48), maxWords: 60 },
  card_security_code: { fits: between(3, 8), maxWords: 30 },
  card_expiry: { fits: between(2, 8), maxWords: 20 },
  last_digits: { fits: between(2, 6), maxWords: 15 },
  count: { fits: () => false, maxWords: 0 },
  // A few digits right after it are the last four, or all that recognition left of it.
  ssn: { fits: (count, distance) => between(distance > 20 ? 7 : 4, 24)(count), maxWords: 45 },
  aadhaar: { fits: between(10, 40), maxWords: 45 },
  pan: { fits: () => false, maxWords: 40 },
  bank_account: { fits: between(6, 40), maxWords: 40 },
  email: { fits: () => false, maxWords: 30 },
  phone: { fits: between(7, 30), maxWords: 30 },
  date_of_birth: { fits: between(4, 8), maxWords: 25 },
  postcode: { fits: (count) => between(5, 6)(count) || count === 3 || count === 9, maxWords: 25 },
  amount: { fits: between(1, 7), maxWords: 12 },
  reference: { fits: between(2, 40), maxWords: 20 },
  passcode: { fits: between(3, 8), maxWords: 25 },
  address: { fits: between(1, 5), maxWords: 12 },
  nothing: { fits: () => false, maxWords: 0 },
};
