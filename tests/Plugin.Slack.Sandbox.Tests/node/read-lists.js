// Reads every list method page by page and prints, as one JSON object, how many entries each list had.
// Usage: node read-lists.js ADDRESS TOKEN
import { WebClient } from '@slack/web-api';

const [address, token] = process.argv.slice(2);
const slack = new WebClient(token, { slackApiUrl: new URL('api/', address).href });

async function pages(method, options, entries) {
  const found = [];
  let count = 0;
  for await (const page of slack.paginate(method, options)) {
    found.push(...entries(page));
    count += 1;
  }
  return { entries: found.length, distinct: new Set(found.map((entry) => JSON.stringify(entry))).size, pages: count };
}

async function numberedPages(method, options, entries) {
  const found = [];
  let page = 1;
  let pageCount;
  do {
    const answer = await slack.apiCall(method, { ...options, page });
    found.push(...entries(answer));
    pageCount = answer.paging.pages;
    page += 1;
  } while (page <= pageCount);
  return { entries: found.length, distinct: new Set(found.map((entry) => JSON.stringify(entry))).size, pages: page - 1 };
}

const identity = await slack.auth.test();
const groups = await slack.usergroups.list({ include_users: true, include_count: true, include_disabled: true });
const channels = await pages('conversations.list', { limit: 30, types: 'public_channel,private_channel,mpim,im' }, (page) => page.channels.map((channel) => channel.id));
const general = (await slack.conversations.list({ limit: 1 })).channels[0];
const firstGroup = groups.usergroups[0];

const lists = {
  'users.list': await pages('users.list', { limit: 70 }, (page) => page.members.map((member) => member.id)),
  'team.billableInfo': await pages('team.billableInfo', { limit: 60 }, (page) => Object.keys(page.billable_info)),
  'team.accessLogs': await pages('team.accessLogs', { limit: 200 }, (page) => page.logins.map((row) => [row.user_id, row.date_last, row.date_first])),
  'team.accessLogs by number': await numberedPages('team.accessLogs', { count: 300 }, (page) => page.logins.map((row) => [row.user_id, row.date_last, row.date_first])),
  'team.integrationLogs': await numberedPages('team.integrationLogs', { count: 5 }, (page) => page.logs.map((row) => [row.app_id ?? row.service_id, row.date])),
  'conversations.list': channels,
  'conversations.members': await pages('conversations.members', { channel: general.id, limit: 45 }, (page) => page.members),
  'conversations.history': await pages('conversations.history', { channel: general.id, limit: 90 }, (page) => page.messages.map((message) => message.ts)),
  'files.list': await numberedPages('files.list', { count: 70 }, (page) => page.files.map((file) => file.id)),
  'usergroups.list': { entries: groups.usergroups.length, distinct: new Set(groups.usergroups.map((group) => group.id)).size, pages: 1 },
};

const talk = (await slack.conversations.history({ channel: general.id, limit: 999 })).messages;
const parent = talk.find((message) => message.reply_count > 1);
const thread = (await slack.conversations.replies({ channel: general.id, ts: parent.ts })).messages;
const call = talk.find((message) => message.blocks?.[0].type === 'call');
const called = (await slack.calls.info({ id: call.blocks[0].call_id })).call;
const members = (await slack.usergroups.users.list({ usergroup: firstGroup.id })).users;
const team = (await slack.team.info()).team;
const person = (await slack.users.info({ user: identity.user_id })).user;

process.stdout.write(JSON.stringify({
  lists,
  general_members: general.num_members,
  first_group: { members: members.length, user_count: firstGroup.user_count, users: firstGroup.users.length },
  thread: { replies: thread.length - 1, reply_count: parent.reply_count },
  same_call: called.id === call.blocks[0].call.v1.id,
  same_team: team.id === identity.team_id,
  same_person: person.id === identity.user_id,
  url: identity.url,
}));
