// Everything that comes from a mail or a webhook reaches the page through textContent or a URL-encoded path, never as
// markup; the HTML of a mail is shown only inside the sandboxed frame.

const pollMs = 2000;
const listLimit = 200;

const byId = (id) => document.getElementById(id);
const ui = Object.fromEntries(
  [
    'search',
    'counts',
    'delete-all',
    'messages',
    'no-messages',
    'reader',
    'nothing-open',
    'open-message',
    'subject',
    'addresses',
    'attachments',
    'tabs',
    'html-body',
    'text-body',
    'deliveries',
    'delivery-count',
    'no-deliveries',
  ].map((id) => [id, byId(id)]),
);

const state = { messages: [], openId: null, lastList: '', lastDeliveries: '' };

function element(name, { text, className, ...attributes } = {}, children = []) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

function formatAddress({ Name, Address }) {
  return Name ? `${Name} <${Address}>` : Address;
}

function formatTime(iso) {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(
    [],
    isToday
      ? { hour: '2-digit', minute: '2-digit' }
      : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  );
}

function initialsOf({ Name, Address }) {
  const words = (Name || Address).split(/[\s.@_-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join('');
}

// The list

function messagesPath() {
  const query = ui.search.value.trim();
  return query
    ? `/api/v1/search?limit=${listLimit}&query=${encodeURIComponent(query)}`
    : `/api/v1/messages?limit=${listLimit}`;
}

async function refreshMessages() {
  const list = await getJson(messagesPath());
  const asText = JSON.stringify(list);
  if (asText === state.lastList) return;
  state.lastList = asText;
  state.messages = list.messages;
  renderMessages(list);
}

function renderMessages({ messages, total, unread, messages_count: matching }) {
  const isSearch = ui.search.value.trim() !== '';
  ui.counts.textContent = isSearch ? `${matching} of ${total}` : `${total} in the inbox, ${unread} unread`;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}Inbox · CallScript sandbox`;
  ui['delete-all'].disabled = total === 0;
  const focusedId = document.activeElement?.dataset?.id;
  ui.messages.replaceChildren(...messages.map((message) => element('li', {}, [renderRow(message)])));
  if (focusedId) rowOf(focusedId)?.focus();
  ui['no-messages'].hidden = messages.length > 0;
  ui['no-messages'].textContent = isSearch ? 'No message matches.' : 'No mail yet. It appears here as it arrives.';
}

function renderRow(message) {
  const recipients = message.To.map(({ Name, Address }) => Name || Address).join(', ') || '(no recipient)';
  const row = element(
    'button',
    {
      type: 'button',
      className: `message-row${message.Read ? '' : ' is-unread'}`,
      'data-id': message.ID,
      'aria-current': String(message.ID === state.openId),
    },
    [
      element('span', { className: 'avatar', text: initialsOf(message.To[0] ?? message.From), 'aria-hidden': 'true' }),
      element('span', { className: 'row-name', text: recipients }),
      element('span', { className: 'row-time', text: formatTime(message.Created) }),
      element('span', { className: 'row-subject', text: message.Subject || '(no subject)' }),
      element('span', { className: 'row-snippet', text: message.Snippet }),
    ],
  );
  row.addEventListener('click', () => open(message.ID));
  return row;
}

function rowOf(id) {
  return ui.messages.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

function step(offset) {
  const index = state.messages.findIndex(({ ID }) => ID === state.openId);
  const next = state.messages[index === -1 ? 0 : index + offset];
  if (!next) return;
  void open(next.ID);
  rowOf(next.ID)?.scrollIntoView({ block: 'nearest' });
}

// The reader

async function open(id) {
  state.openId = id;
  history.replaceState(null, '', `#${id}`);
  for (const row of ui.messages.querySelectorAll('.message-row')) {
    row.setAttribute('aria-current', String(row.dataset.id === id));
  }
  let message;
  try {
    message = await getJson(`/api/v1/message/${encodeURIComponent(id)}`);
  } catch {
    close();
    return;
  }
  if (state.openId !== id) return;
  renderMessage(message);
  await refreshMessages();
}

function close() {
  state.openId = null;
  history.replaceState(null, '', location.pathname);
  ui['open-message'].hidden = true;
  ui['nothing-open'].hidden = false;
}

function renderMessage(message) {
  ui['nothing-open'].hidden = true;
  ui['open-message'].hidden = false;
  ui.subject.textContent = message.Subject || '(no subject)';
  const lines = [
    ['From', formatAddress(message.From)],
    ['To', message.To.map(formatAddress).join(', ')],
    ['Cc', message.Cc.map(formatAddress).join(', ')],
    ['Bcc', message.Bcc.map(formatAddress).join(', ')],
    ['Reply to', message.ReplyTo.map(formatAddress).join(', ')],
    ['Date', new Date(message.Date).toLocaleString()],
  ];
  ui.addresses.replaceChildren(
    ...lines
      .filter(([, value]) => value)
      .flatMap(([label, value]) => [element('dt', { text: label }), element('dd', { text: value })]),
  );
  ui.attachments.replaceChildren(
    ...message.Attachments.map((part) => element('li', {}, [renderAttachment(message.ID, part)])),
  );
  renderTabs(message);
}

function renderAttachment(id, { PartID, FileName, Size }) {
  return element('a', {
    text: `${FileName || 'attachment'} · ${Math.max(1, Math.round(Size / 1024))} KiB`,
    href: `/api/v1/message/${encodeURIComponent(id)}/part/${encodeURIComponent(PartID)}`,
    download: FileName || 'attachment',
  });
}

function renderTabs({ ID, HTML, Text }) {
  const path = `/api/v1/message/${encodeURIComponent(ID)}`;
  const fetchText = async (url) => (await fetch(url)).text();
  const views = [
    ...(HTML ? [['HTML', () => showHtml(ID)]] : []),
    ['Text', () => showText(Text)],
    ['Headers', async () => showText(formatHeaders(await getJson(`${path}/headers`)))],
    ['Source', async () => showText(await fetchText(`${path}/raw`))],
  ];
  const buttons = views.map(([label, show]) => {
    const button = element('button', { type: 'button', text: label });
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      void show();
    });
    return button;
  });
  ui.tabs.replaceChildren(...buttons);
  buttons[0].click();
}

function formatHeaders(headers) {
  return Object.entries(headers)
    .flatMap(([name, values]) => values.map((value) => `${name}: ${value}`))
    .join('\n');
}

function showHtml(id) {
  ui['text-body'].hidden = true;
  ui['html-body'].hidden = false;
  ui['html-body'].src = `/view/${encodeURIComponent(id)}.html?embed=1`;
}

function showText(text) {
  ui['html-body'].hidden = true;
  ui['text-body'].hidden = false;
  ui['text-body'].textContent = text;
}

// The webhooks

async function refreshDeliveries() {
  const { deliveries } = await getJson('/mcube/deliveries');
  const asText = JSON.stringify(deliveries);
  if (asText === state.lastDeliveries) return;
  state.lastDeliveries = asText;
  ui['delivery-count'].textContent = deliveries.length > 0 ? String(deliveries.length) : '';
  ui['no-deliveries'].hidden = deliveries.length > 0;
  ui.deliveries.replaceChildren(...deliveries.slice(0, 50).map(renderDelivery));
}

function renderDelivery({ at, event, bid, callid, signature, attempts, durationMs, status, error }) {
  const isGood = status !== null && status >= 200 && status < 300;
  const pill = element('span', { className: `pill${isGood ? ' is-good' : ''}`, text: status ?? 'no answer' });
  if (error) pill.title = error;
  const cells = [new Date(at).toLocaleTimeString(), event, bid, callid || '–', signature, attempts, `${durationMs} ms`];
  return element('tr', {}, [...cells.map((text) => element('td', { text })), element('td', {}, [pill])]);
}

// The page

async function refresh() {
  try {
    await Promise.all([refreshMessages(), refreshDeliveries()]);
  } catch {
    ui.counts.textContent = 'The sandbox does not answer.';
    state.lastList = '';
  }
}

async function deleteAll() {
  if (!confirm('Delete every message?')) return;
  await fetch('/api/v1/messages', { method: 'DELETE' });
  close();
  await refresh();
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(() => void poll(), pollMs);
}

ui.search.addEventListener('input', () => void refreshMessages());
ui['delete-all'].addEventListener('click', () => void deleteAll());
document.addEventListener('keydown', (event) => {
  if (event.target === ui.search || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'j') step(1);
  if (event.key === 'k') step(-1);
});
addEventListener('hashchange', () => void open(decodeURIComponent(location.hash.slice(1))));

await poll();
if (location.hash.length > 1) await open(decodeURIComponent(location.hash.slice(1)));
