export type SampleCall = {
  /** Also the name of its files: `calls/<name>.json` and `calls/<name>.wav`. */
  name: string;
  title: string;
  business: SampleBusiness;
  webhook: SampleWebhook;
  /** The channel, counted from 0, that carries the agent; null in a mono recording. The same for all calls of a business. */
  agentChannel: 0 | 1 | null;
  encoding: 'pcm16' | 'ulaw' | 'alaw';
  turns: SampleTurn[];
  expected: {
    state: 'notified' | 'skipped';
    verdict: 'flagged' | 'safe' | null;
    flags: SampleFlag[];
  };
  /** Absolute path of the WAV file. */
  recordingPath: string;
  durationSeconds: number;
};

export type SampleBusiness = {
  bid: string;
  business_name: string;
  vertical: 'general' | 'aca';
  business_type: 'presales' | 'support' | 'collections';
};

/** The fields of the call-completed webhook that the sample fixes; times, duration and address are the sender's. */
export type SampleWebhook = {
  /** Digits, more than a JavaScript number can hold. It never changes. */
  callid: string;
  agent_name: string;
  agent_id: string;
  agent_email: string;
  agent_phone: string;
  customer_phone: string;
  direction: 'inbound' | 'outbound';
  call_status: 'ANSWER';
  group_name: string;
};

export type SampleTurn = {
  speaker: 'agent' | 'customer';
  /** The flite voice that speaks it. */
  voice: string;
  /** Exactly what is said: lower case, numbers in words. */
  text: string;
  /** Seconds from the beginning of the recording. */
  start: number;
  end: number;
};

/** A violation a listener would report, in plain words; a rule catalogue may name it otherwise. */
export type SampleFlag = {
  rule: string;
  speaker: 'agent';
  /** Words of one turn without punctuation; null where something was left unsaid. */
  quote: string | null;
};
