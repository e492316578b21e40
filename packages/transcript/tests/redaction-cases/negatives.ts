import { toConversation, turn, type Conversation } from './conversation.ts';
import { Random } from './random.ts';
import { chooseManner, sayGroup } from './say-digits.ts';
import { surroundings } from './templates.ts';

/** Numbers that are nobody's secret: "#n" is a number of n digits, said in some manner, "$" an amount. */
const lines = {
  development: [
    'A: your order number is #8|C: thank you',
    'C: the tracking number is #12|A: let me check',
    'C: my zip code is #5|A: thanks',
    'A: the premium is $ a month|C: okay',
    'C: i was charged $ twice on my card|A: i am sorry',
    'A: your policy number is #9|C: got it',
    'A: we have been in business since nineteen eighty four|C: nice',
    'A: your appointment is on march third twenty twenty six at two thirty p m|C: good',
    'C: i already have three cards|A: okay',
    'A: the confirmation code is #6|C: okay',
    'C: we have about two thousand five hundred users|A: great',
    'A: your card ending in #4 is on file|C: yes use that',
    'A: the policy expires in twenty twenty seven|C: okay',
    'C: i saw it on social media in twenty twenty four|A: nice',
    'C: room four twelve please|A: sure',
    'A: it takes five to seven business days|C: alright',
    'A: your reference number is #10|C: okay',
    'C: the flight is at six fifteen|A: yes',
    'A: the total is $ and the deductible is $|C: fine',
    'C: my claim number is #7|A: one moment',
    'A: the ticket number is #6|C: thanks',
    'C: serial number #11|A: okay found it',
    'A: we are open from nine to five|C: okay',
    'C: i make about $ a year|A: okay',
    'A: your otp is #6|C: yes',
  ],
  heldOut: [
    'A: the shipment id is #12|C: alright',
    'C: invoice #7 shows $|A: let me see',
    'A: the case number for this call is #8|C: let me write that down',
    'C: my employee id is #5|A: okay',
    'A: that card was declined for $ on the fifteenth|C: strange',
    'C: it was model number #6|A: got it',
    'A: we shipped #4 units in twenty twenty five|C: good',
    'C: the meter number is #9|A: thank you sir',
    'A: pincode please|C: #6',
    'C: i live at #4 oak street|A: okay',
    'A: your application number is #11|C: noted',
    'A: the limit on the card is $|C: that is low',
    'C: the wallet shows $ and i paid $|A: okay',
    'A: the member number on your insurance card|C: #9',
    'C: the score was ninety nine point nine percent|A: wow',
    'A: the pnr is #10|C: thanks',
    'C: i called three times on the second and the fourth|A: sorry',
    'A: the docket number is #8|C: okay',
    'C: my card expired so i have a new one since twenty twenty four|A: okay',
    'A: extension #4 will reach me|C: good',
  ],
} as const;

/** Calls with numbers that may all stay. */
export function makeNegatives(set: keyof typeof lines, count: number, seed: number): Conversation[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const line = lines[set][i % lines[set].length] ?? '';
    return toConversation([
      ...random.pick(surroundings.before).split('|').map(turn),
      ...line.split('|').map((said) => turn(fillIn(said, random))),
      ...random.pick(surroundings.after).split('|').map(turn),
    ]);
  });
}

function fillIn(line: string, random: Random): string {
  return line
    .split(' ')
    .map((word) => {
      if (word === '$')
        return random.pick(['forty five dollars', '$2,500', 'two thousand dollars', '1,250 dollars', '$45.99']);
      const digits = word.startsWith('#') ? String(1 + random.below(9)) + random.digits(Number(word.slice(1)) - 1) : '';
      return digits === '' ? word : sayGroup(digits, chooseManner(random), random).join(' ');
    })
    .join(' ');
}
