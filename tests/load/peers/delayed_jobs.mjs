// BullMQ's delayed jobs, measured as Clarion's deadlines are: how late each is worked on, and how
// long 10,000 that are due at the same instant take until the last is done.
//
//   node delayed_jobs.mjs SOCKET ROUNDS      prints one line of JSON; Redis listens on SOCKET
import { Queue, Worker } from 'bullmq';
import Redis from 'ioredis';

const JOBS = 1000;
const JOBS_PER_SECOND = 200;
const DELAY_MS = 2000;
const AT_ONCE = 10000;
const BULK = 500;
const CONCURRENCY = 200;

const [socket, rounds] = process.argv.slice(2);
const connect = () => new Redis(socket, { maxRetriesPerRequest: null });

// `work(due)` is called for each job of a queue of its own; ends when all were done.
async function run(name, add, count, work) {
  const queue = new Queue(name, { connection: connect() });
  let done = 0;
  let finish;
  const finished = new Promise((resolve) => { finish = resolve; });
  const worker = new Worker(name, async (job) => { work(job.data.due); },
    { connection: connect(), concurrency: CONCURRENCY });
  worker.on('completed', () => { if (++done === count) finish(); });
  await worker.waitUntilReady();
  await add(queue);
  await finished;
  await worker.close();
  await queue.close();
}

const keep = { removeOnComplete: true, removeOnFail: true };

async function lateness(round) {
  const late = [];
  await run(`paced-${round}`, async (queue) => {
    const begun = Date.now() + 20;
    const added = [];
    for (let i = 0; i < JOBS; ++i) {
      const at = begun + (i * 1000) / JOBS_PER_SECOND;
      const wait = at - Date.now();
      if (wait > 0) await new Promise((resolve) => { setTimeout(resolve, wait); });
      const due = Math.round(at) + DELAY_MS;
      added.push(queue.add('deadline', { due }, { ...keep, delay: Math.max(0, due - Date.now()) }));
    }
    await Promise.all(added);
  }, JOBS, (due) => { late.push(Date.now() - due); });
  return late;
}

// Milliseconds that adding one job takes here and now.
async function timeToAdd(round) {
  const queue = new Queue(`trial-${round}`, { connection: connect() });
  await queue.waitUntilReady();
  const began = Date.now();
  await queue.addBulk(Array.from({ length: BULK }, () => ({
    name: 'deadline', data: { due: 0 }, opts: { ...keep, delay: 3600000 },
  })));
  const each = (Date.now() - began) / BULK;
  await queue.obliterate({ force: true });
  await queue.close();
  return each;
}

async function atOnce(round) {
  const lead = 1000 + 2 * AT_ONCE * (await timeToAdd(round));
  let common = 0;
  const finished = [];
  await run(`at-once-${round}`, async (queue) => {
    common = Math.round(Date.now() + lead);
    for (let i = 0; i < AT_ONCE; i += BULK) {
      await queue.addBulk(Array.from({ length: BULK }, () => ({
        name: 'deadline', data: { due: common }, opts: { ...keep, delay: common - Date.now() },
      })));
    }
    if (Date.now() >= common) throw new Error('adding took longer than was allowed for');
  }, AT_ONCE, () => { finished.push(Date.now() - common); });
  return { seconds: finished[finished.length - 1] / 1000, finished };
}

const result = { lateness_ms: [], at_once_s: [], finished_ms: [] };
for (let round = 0; round < Number(rounds); ++round) {
  result.lateness_ms.push(await lateness(round));
  const all = await atOnce(round);
  result.at_once_s.push(all.seconds);
  result.finished_ms = all.finished;
}
console.log(JSON.stringify(result));
process.exit(0);
