import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';

export interface SmtpSettings {
  /** `smtp://user:password@host:port`, or `smtps:` for TLS from the first byte. */
  url: string;
  /** From the name lookup to the end of TLS; 10 s unless told. */
  connectionTimeoutMs?: number;
  /**
   * The longest silence of the server in a session; 60 s unless told. A shorter one makes more deliveries uncertain, as
   * servers scan a message before they answer for it.
   */
  replyTimeoutMs?: number;
}

/**
 * One connection per message: at the rate of coaching reports a pool saves nothing, and a connection that went stale
 * in a pool would make outcomes uncertain.
 * @throws Error on a malformed URL, without repeating it, as it holds a password
 */
export function smtpOptions({
  url,
  connectionTimeoutMs = 10_000,
  replyTimeoutMs = 60_000,
}: SmtpSettings): SMTPTransportOptions {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed?.hostname || !['smtp:', 'smtps:'].includes(parsed.protocol)) {
    throw new Error('the mail server must be given as smtp://host:port or smtps://host:port');
  }
  return {
    url,
    connectionTimeout: connectionTimeoutMs,
    greetingTimeout: connectionTimeoutMs,
    dnsTimeout: connectionTimeoutMs,
    socketTimeout: replyTimeoutMs,
    // A password never crosses a network in the clear, even if someone strips STARTTLS from the server's offer.
    requireTLS: parsed.username !== '' && !isLoopback(parsed.hostname),
    // A report holds text of strangers; nothing in a message may name a file or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
