import { LIMITS } from '../durable-objects/kernel/limits.ts'
import type { CloudEvent } from '../durable-objects/kernel/log.ts'
import type { Region } from '../durable-objects/kernel/regions.ts'
import type { Consumer } from '../durable-objects/kernel/relay-state.ts'
import { booksOf, type Env, regionOfQueue } from '../workers/regions.ts'
import { archiveSink } from './consumers/archive.ts'
import { type MailRoot, publishRoots } from './consumers/publication.ts'
import { reportingSink } from './consumers/reporting.ts'
import type { LogMessage } from './contracts.ts'

/** Where a consumer writes: it knows how far it has come, and takes the events that follow, once. */
export interface Sink {
  consumer: Consumer
  watermark(company: string): Promise<number>
  /** Writes events that start at the watermark + 1. False when another delivery got there first. */
  write(owner: Owner, after: number, events: CloudEvent[]): Promise<boolean>
}

export interface Owner {
  company: string
  tenant: string
}

/** Reads the log of a company where messages leave a gap. */
export type Pull = (after: number) => Promise<CloudEvent[]>

/** One delivery of the region's queue. Messages may be lost, doubled and reordered: sequences decide, not deliveries. */
export async function consume(batch: MessageBatch<LogMessage>, env: Env, mailRoot: MailRoot): Promise<void> {
  const region = regionOfQueue(batch.queue)
  const sinks = [reportingSink(env, region), archiveSink(env, region)]
  const byCompany = Map.groupBy(batch.messages, ({ body }) => body.company)
  for (const [company, messages] of byCompany) {
    try {
      await consumeCompany(
        env,
        region,
        company,
        sinks,
        messages.map(({ body }) => body),
      )
      await publishRoots(
        env,
        region,
        messages.map(({ body }) => body),
        mailRoot,
      )
      for (const message of messages) message.ack()
    } catch (error) {
      console.error({
        message: 'consumer failed',
        company,
        error: error instanceof Error ? error.stack : String(error),
      })
      for (const message of messages) message.retry({ delaySeconds: RETRY_SECONDS })
    }
  }
}

const RETRY_SECONDS = 5

async function consumeCompany(
  env: Env,
  region: Region,
  company: string,
  sinks: readonly Sink[],
  messages: readonly LogMessage[],
): Promise<void> {
  const books = booksOf(env, region, company)
  const pull: Pull = async (after) => {
    const text = await books.readLog(after)
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as CloudEvent)
  }
  for (const sink of sinks) {
    const reached = await catchUp(sink, company, messages, pull)
    await books.confirm(sink.consumer, reached)
  }
}

/** Brings one sink to the end of what the messages speak of, pulling what no message carries. Returns its position. */
export async function catchUp(
  sink: Sink,
  company: string,
  messages: readonly LogMessage[],
  pull: Pull,
): Promise<number> {
  const target = Math.max(...messages.map(({ last }) => last))
  let position = await sink.watermark(company)
  const tenant = messages[0]?.tenant ?? ''
  while (position < target) {
    const carried = carriedAfter(messages, position)
    const events = carried.length > 0 ? carried : await pull(position)
    if (events.length === 0) throw new Error(`the log of ${company} ends before ${position + 1}`)
    const written = await sink.write({ company, tenant }, position, events)
    position = written ? (events.at(-1) as CloudEvent).sequence : await sink.watermark(company)
  }
  return position
}

/** The events of consecutive messages that follow a position. */
function carriedAfter(messages: readonly LogMessage[], position: number): CloudEvent[] {
  const events: CloudEvent[] = []
  let next = position + 1
  for (;;) {
    const message = messages.find(
      ({ first, last, events: carried }) => first <= next && next <= last && carried.length > 0,
    )
    if (!message || events.length >= LIMITS.logSliceEventsMax) return events
    events.push(...message.events.slice(next - message.first))
    next = message.last + 1
  }
}
