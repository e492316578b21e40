import { requestJson } from './http.ts';

const pageSize = 200;

/** The report emails in the inbox by the call they are about (`bid/callid`): every one, so that two are seen as two. */
export async function findReportEmails(sandboxUrl: string): Promise<Map<string, string[]>> {
  const { messages } = await requestJson<{ messages: { ID: string }[] }>(
    `${sandboxUrl}/api/v1/messages?limit=${pageSize}`,
  );
  const found = new Map<string, string[]>();
  for (const { ID } of messages) {
    const headers = await requestJson<Record<string, string[]>>(`${sandboxUrl}/api/v1/message/${ID}/headers`);
    const entry = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-callscript-report');
    const call = entry?.[1][0];
    if (call !== undefined) found.set(call, [...(found.get(call) ?? []), ID]);
  }
  return found;
}
